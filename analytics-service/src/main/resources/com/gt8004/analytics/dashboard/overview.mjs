// Everything that comes from the service goes into the page as text (textContent), never as markup.
const REFRESH_MS = 2000;
const ANSWER_WITHIN_MS = 8000;
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 720, HEIGHT = 200;

const at = id => document.getElementById(id);
const whole = new Intl.NumberFormat("en");
const money = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 6 });
const millis = value => value >= 10000 ? `${(value / 1000).toFixed(1)} s` : value >= 100 ? `${Math.round(value)} ms` : `${Number(value).toFixed(1)} ms`;
const clock = iso => iso.slice(11, 16);

function say(kind, text) {
  const state = at("state");
  if (state.textContent !== text) state.textContent = text;
  state.dataset.kind = kind;
}

function ago(iso, now) {
  if (!iso) return "never";
  const seconds = Math.max(0, Math.round((Date.parse(now) - Date.parse(iso)) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  return iso.slice(0, 10);
}

function bar(kind, x, width, share) {
  const rect = document.createElementNS(SVG, "rect");
  const height = Math.max(share * (HEIGHT - 6), 1.5);
  rect.setAttribute("class", kind);
  rect.setAttribute("x", x.toFixed(2));
  rect.setAttribute("y", (HEIGHT - height).toFixed(2));
  rect.setAttribute("width", width.toFixed(2));
  rect.setAttribute("height", height.toFixed(2));
  return rect;
}

function drawChart(minutes) {
  const most = Math.max(1, ...minutes.map(minute => minute.requests));
  const step = WIDTH / minutes.length;
  const bars = [];
  minutes.forEach((minute, i) => {
    if (!minute.requests) return;
    const column = bar("ok", i * step + 1, step - 2, minute.requests / most);
    const title = document.createElementNS(SVG, "title");
    title.textContent = `${clock(minute.minute)} UTC: ${minute.requests} requests, ${minute.errors} errors`;
    column.append(title);
    bars.push(column);
    if (minute.errors) bars.push(bar("bad", i * step + 1, step - 2, minute.errors / most));
  });
  at("chart").replaceChildren(...bars);
  const sum = minutes.reduce((total, minute) => total + minute.requests, 0);
  at("axis-from").textContent = clock(minutes[0].minute);
  at("axis-until").textContent = clock(minutes[minutes.length - 1].minute);
  at("chart-text").textContent = sum ? `${whole.format(sum)} in this hour, at most ${whole.format(most)} in a minute` : "no requests in this hour";
}

function row(agent, now) {
  const line = document.createElement("tr");
  const cells = [
    [agent.agent_id], [whole.format(agent.total_requests), "number"], [millis(agent.avg_response_ms), "number"],
    [`$${money.format(agent.total_revenue_usdc)}`, "number"], [whole.format(agent.duplicate_entries), "number"],
    [whole.format(agent.rejected_entries), "number"], [ago(agent.last_received_at, now)],
    [agent.sdk_connected_at ? "connected" : "–"],
  ];
  for (const [text, style] of cells) {
    const cell = document.createElement("td");
    cell.textContent = text;
    if (style) cell.className = style;
    line.append(cell);
  }
  line.firstChild.title = agent.agent_id;
  return line;
}

function show(overview) {
  at("requests").textContent = whole.format(overview.total_requests);
  at("today").textContent = `${whole.format(overview.today_requests)} today (UTC)`;
  at("response").textContent = overview.total_requests ? millis(overview.avg_response_ms) : "–";
  at("revenue").textContent = `$${money.format(overview.total_revenue_usdc)}`;
  drawChart(overview.requests_per_minute);
  at("agent-count").textContent = overview.total_agents ? `${whole.format(overview.active_agents)} of ${whole.format(overview.total_agents)} active in the last day` : "";
  at("empty").hidden = overview.agents.length > 0;
  at("agents").hidden = overview.agents.length === 0;
  at("agents").tBodies[0].replaceChildren(...overview.agents.map(agent => row(agent, overview.generated_at)));
  say("live", `Live · ${overview.generated_at.slice(11, 19)} UTC`);
}

async function refresh() {
  try {
    const response = await fetch("/v1/dashboard/overview", { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    if (response.status === 401) {
      location.replace("/login");
      return;
    }
    if (!response.ok) {
      const reason = await response.json().catch(() => ({}));
      throw new Error(reason.error ?? `the service answers ${response.status}`);
    }
    show(await response.json());
  } catch (e) {
    const reason = e.name === "TimeoutError" || e instanceof TypeError ? "the service does not answer" : e.message;
    say("error", `Not up to date: ${reason}. Trying again…`);
  }
  setTimeout(refresh, REFRESH_MS);
}

refresh();
