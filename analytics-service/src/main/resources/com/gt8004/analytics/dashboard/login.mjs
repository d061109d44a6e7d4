// Takes a login link's token from behind the #, where no log sees it, or an API key; the session is a cookie that
// scripts cannot read.
const state = document.getElementById("state");

function say(kind, text) {
  state.dataset.kind = kind;
  state.textContent = text;
}

async function logIn(body) {
  say("loading", "Logging in…");
  try {
    const response = await fetch("/v1/session", { method: "POST", body: JSON.stringify(body) });
    if (response.ok) {
      location.replace("/");
      return;
    }
    const reason = await response.json().catch(() => ({}));
    say("error", `Not logged in: ${reason.error ?? `the service answers ${response.status}`}`);
  } catch {
    say("error", "Not logged in: the service does not answer");
  }
}

document.getElementById("login").addEventListener("submit", event => {
  event.preventDefault();
  logIn({ api_key: document.getElementById("key").value.trim() });
});

const token = location.hash.slice(1);
if (token) {
  history.replaceState(null, "", "/login");
  logIn({ token });
}
