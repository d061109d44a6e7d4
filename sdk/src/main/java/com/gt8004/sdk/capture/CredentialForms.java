package com.gt8004.sdk.capture;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that are known by how they look, whatever key they stand under: by the prefix that their
 * issuer gives them. Each prefix has one character, its trigger, that is rare in other text; a scan
 * that meets it asks here. Immutable.
 */
final class CredentialForms {
  private static final int RUN_MIN = 16;

  /** Base64 of what the header of an x402 payment begins with. */
  private static final String X402_PAYMENT = "eyJ4NDAyVmVyc2lvbi";

  /**
   * What a credential of one issuer looks like.
   *
   * @param head the prefix up to its trigger
   * @param tail what follows of the prefix
   * @param charactersMin of what follows the prefix
   * @param runMin letters and digits that stand together somewhere in it, a digit among them
   */
  private record Form(String head, String tail, int charactersMin, int runMin) {}

  private static final List<Form> ISSUED = List.of(
      new Form("gt8004_sk_", "", 16, RUN_MIN),
      new Form("sk-", "", 20, RUN_MIN), // OpenAI, Anthropic, OpenRouter, DeepSeek
      new Form("sk_live_", "", 16, RUN_MIN), // Stripe, Clerk
      new Form("sk_test_", "", 16, RUN_MIN),
      new Form("rk_live_", "", 16, RUN_MIN),
      new Form("rk_test_", "", 16, RUN_MIN),
      new Form("whsec_", "", 16, RUN_MIN),
      new Form("ghp_", "", 30, RUN_MIN), // GitHub
      new Form("gho_", "", 30, RUN_MIN),
      new Form("ghu_", "", 30, RUN_MIN),
      new Form("ghs_", "", 30, RUN_MIN),
      new Form("ghr_", "", 30, RUN_MIN),
      new Form("github_pat_", "", 30, RUN_MIN),
      new Form("glpat-", "", 20, 8), // GitLab
      new Form("xoxb-", "", 20, 8), // Slack
      new Form("xoxp-", "", 20, 8),
      new Form("xoxa-", "", 20, 8),
      new Form("xoxr-", "", 20, 8),
      new Form("xoxs-", "", 20, 8),
      new Form("xapp-", "", 20, 8),
      new Form("hf_", "", 30, RUN_MIN), // Hugging Face
      new Form("gsk_", "", 40, RUN_MIN), // Groq
      new Form("xai-", "", 40, RUN_MIN),
      new Form("pplx-", "", 40, RUN_MIN),
      new Form("tvly-", "", 20, 8),
      new Form("nvapi-", "", 40, 8),
      new Form("npm_", "", 30, RUN_MIN),
      new Form("pypi-", "", 50, RUN_MIN),
      new Form("dop_v1_", "", 40, RUN_MIN), // DigitalOcean
      new Form("shpat_", "", 30, RUN_MIN), // Shopify
      new Form("shpss_", "", 30, RUN_MIN),
      new Form("ntn_", "", 40, RUN_MIN), // Notion
      new Form("lin_api_", "", 30, RUN_MIN), // Linear
      new Form("sbp_", "", 40, RUN_MIN), // Supabase
      new Form("AKI", "A", 16, RUN_MIN), // Amazon
      new Form("ASI", "A", 16, RUN_MIN),
      new Form("AI", "za", 35, 8), // Google
      new Form("ya29.", "", 20, 8),
      new Form("SG.", "", 40, 8), // SendGrid
      new Form("hvs.", "", 24, RUN_MIN)); // Vault

  private final EndingTree heads = new EndingTree();
  private final List<Form> forms;

  /** The issuers' prefixes and these; one that is there already is taken as given. */
  CredentialForms(Collection<String> prefixes) {
    Map<String, Form> byHead = new LinkedHashMap<>();
    ISSUED.forEach(form -> byHead.put(form.head, form));
    prefixes.forEach(prefix -> byHead.put(prefix, new Form(prefix, "", 1, 0)));
    forms = List.copyOf(byHead.values());
    for (int i = 0; i < forms.size(); i++) {
      heads.add(forms.get(i).head, i + 1);
    }
  }

  /** The characters on which to ask. */
  String triggers() {
    StringBuilder triggers = new StringBuilder();
    forms.forEach(form -> triggers.append(form.head.charAt(form.head.length() - 1)));
    return triggers.toString();
  }

  /**
   * Masks the credential whose trigger stands here; where to read on, {@code trigger + 1} where there
   * is none.
   */
  int maskAt(Text text, int floor, int trigger, boolean cut, MaskedCopy copy) {
    EndingTree.Node node = heads.endingIn(text.charAt(trigger));
    if (node == null || trigger <= floor || node.before(text.charAt(trigger - 1)) == null) {
      return trigger + 1;
    }
    int at = trigger;
    @Nullable Form found = null;
    int start = trigger;
    while (node != null) {
      if (node.value() != 0 && isBegin(text, at)) {
        found = forms.get(node.value() - 1);
        start = at;
      }
      node = --at < floor ? null : node.before(text.charAt(at));
    }
    int end = found == null ? -1 : end(text, trigger + 1, found, cut);
    return end < 0 ? trigger + 1 : copy.mask(start, end);
  }

  /** Where the credential ends; -1 where it is none. */
  private static int end(Text text, int afterHead, Form form, boolean cut) {
    int at = afterHead;
    for (int i = 0; i < form.tail.length(); i++) {
      if (at < text.length() && text.charAt(at) != form.tail.charAt(i)) {
        return -1;
      }
      at++;
    }
    int begin = Math.min(at, text.length());
    int longest = 0;
    int run = 0;
    boolean digit = form.runMin == 0;
    at = begin;
    while (at < text.length() && isCredential(text.charAt(at))) {
      char c = text.charAt(at++);
      run = c == '-' || c == '_' || c == '.' ? 0 : run + 1;
      longest = Math.max(longest, run);
      digit |= TextScan.isDigit(c);
    }
    boolean open = cut && at == text.length();
    boolean whole = at - begin >= form.charactersMin && longest >= form.runMin && digit;
    return open || whole ? at : -1;
  }

  /** Masks the token or the pair after {@code Bearer} or {@code Basic}, whose first letter stands here. */
  static int maskScheme(Text text, int at, boolean cut, MaskedCopy copy) {
    boolean bearer = TextScan.isAt(text, at, "bearer ");
    if ((!bearer && !TextScan.isAt(text, at, "basic ")) || !isBegin(text, at)) {
      return at + 1;
    }
    int start = at + (bearer ? 7 : 6);
    int end = start;
    int capitals = 0;
    boolean digit = false;
    while (end < text.length() && isToken68(text.charAt(end))) {
      char c = text.charAt(end++);
      capitals += c >= 'A' && c <= 'Z' && end > start + 1 ? 1 : 0;
      digit |= TextScan.isDigit(c);
    }
    int size = end - start;
    boolean open = cut && end == text.length() && size > 0;
    boolean whole =
        bearer ? size >= RUN_MIN && digit : size >= 8 && size % 4 == 0 && (digit || capitals > 1);
    return open || whole ? copy.mask(start, end) : at + 1;
  }

  /**
   * Masks a JSON web token, or a payment of an x402 header, whose J stands here: both are base64 of an
   * opening brace and quote.
   */
  static int maskBase64Json(Text text, int floor, int at, boolean cut, MaskedCopy copy) {
    int start = at - 2;
    if (start < floor || text.charAt(start) != 'e' || text.charAt(at - 1) != 'y') {
      return at + 1;
    }
    if (!isBegin(text, start)) {
      return at + 1;
    }
    if (startsWith(text, start, X402_PAYMENT)) {
      int end = at;
      while (end < text.length() && isToken68(text.charAt(end))) {
        end++;
      }
      return copy.mask(start, end);
    }
    int dots = 0;
    int end = at + 1;
    while (end < text.length() && isCredential(text.charAt(end))) {
      dots += text.charAt(end++) == '.' ? 1 : 0;
    }
    boolean open = cut && end == text.length();
    return dots >= 2 || open ? copy.mask(start, end) : at + 1;
  }

  /** Masks user and password of a URL whose colon stands here. */
  static int maskUrlUser(Text text, int at, boolean cut, MaskedCopy copy) {
    int start = at + 3;
    int passwordStart = -1;
    int userEnd = -1;
    int end = start;
    while (end < text.length() && isAuthority(text.charAt(end))) {
      char c = text.charAt(end);
      passwordStart = c == ':' && passwordStart < 0 ? end + 1 : passwordStart;
      userEnd = c == '@' ? end : userEnd;
      end++;
    }
    boolean open = cut && userEnd < 0 && end == text.length() && !isPort(text, passwordStart, end);
    int passwordEnd = open ? end : userEnd;
    return passwordStart > 0 && passwordStart < passwordEnd
        ? copy.mask(passwordStart, passwordEnd)
        : start;
  }

  /** Masks a private key in PEM form whose first dash stands here. */
  static int maskPem(Text text, int at, boolean cut, MaskedCopy copy) {
    if (!startsWith(text, at, "-----BEGIN ")) {
      return at + 1;
    }
    int label = at + 11;
    int limit = Math.min(text.length(), label + 40);
    int start = label;
    while (start < limit && text.charAt(start) != '-') {
      start++;
    }
    boolean isPrivate = TextScan.isAt(text, start - 11, "private key")
        || TextScan.isAt(text, start - 17, "private key block");
    if (!isPrivate && !(cut && start == text.length())) {
      return start;
    }
    int end = Math.min(start + 5, text.length());
    int from = end;
    while (end < text.length()
        && text.charAt(end) != '"'
        && !(text.charAt(end) == '-' && startsWith(text, end, "-----END"))) {
      end++;
    }
    return end > from ? copy.mask(from, end) : end;
  }

  private static boolean isPort(Text text, int start, int end) {
    for (int i = Math.max(start, 0); i < end; i++) {
      if (!TextScan.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWith(Text text, int at, String expected) {
    if (at + expected.length() > text.length()) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      if (text.charAt(at + i) != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBegin(Text text, int at) {
    if (at == 0) {
      return true;
    }
    char before = text.charAt(at - 1);
    boolean lineBreak =
        at > 1 && text.charAt(at - 2) == '\\' && (before == 'n' || before == 'r' || before == 't');
    return lineBreak || !isCredential(before);
  }

  static boolean isCredential(char c) {
    return isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
  }

  private static boolean isToken68(char c) {
    return isCredential(c) || c == '~' || c == '+' || c == '/' || c == '=';
  }

  private static boolean isAuthority(char c) {
    return c > ' ' && "/?#\"'\\<>,;()[]{}".indexOf(c) < 0;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || TextScan.isDigit(c);
  }
}
