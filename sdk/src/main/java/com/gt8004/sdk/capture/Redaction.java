package com.gt8004.sdk.capture;

import com.gt8004.sdk.SecretHeaders;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Masks secrets in a body before it reaches the disk: the values of keys such as {@code password},
 * {@code secret}, {@code authorization}, {@code cookie}, {@code token} and {@code api_key} in JSON (also
 * JSON inside a JSON string), in forms, in XML elements and in {@code key=value} or {@code key: value}
 * text; credentials that show what they are (JSON web tokens, {@code Bearer …}, private keys, passwords
 * in URLs, keys with an issuer's prefix such as {@code sk-} or {@code ghp_}); and card numbers. A body
 * that was cut in the middle of a secret is masked to its end.
 *
 * <pre>
 * Redaction rules = Redaction.builder()
 *     .keys("ssn", "*_pin")               // names, and ends of names
 *     .paths("$.user.name", "$.items[*].note")
 *     .credentialPrefixes("acme_")
 *     .emails(true)
 *     .build();
 * </pre>
 *
 * <p>Prefers to mask too much over too little, but leaves {@code true}, {@code false} and {@code null},
 * and keys that only look alike ({@code max_tokens}, {@code secretary}). Reads each character a bounded
 * number of times whatever the input; uses no regular expressions. Immutable and thread-safe.
 */
public final class Redaction {
  /** Stands where a secret stood. */
  public static final String MASK = SecretHeaders.MASK;

  private static final Redaction DEFAULTS = builder().build();

  private final SecretKeys keys;
  private final CredentialForms forms;
  private final byte[] actions;
  private final @Nullable JsonPaths paths;

  private Redaction(Builder from) {
    keys = new SecretKeys(from.keys, from.keptKeys);
    forms = new CredentialForms(from.prefixes);
    actions = SecretScan.actions(forms.triggers(), from.emails);
    paths = from.paths.isEmpty() ? null : new JsonPaths(from.paths);
  }

  /** The rules that hold where an application says nothing. */
  public static Redaction defaults() {
    return DEFAULTS;
  }

  /** A builder of the default rules and some more. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The body with its secrets masked by the default rules; the same text where it holds none.
   *
   * @param cut whether the body went on beyond this text, so that its end may be half a secret
   */
  public static String mask(String body, boolean cut) {
    return DEFAULTS.apply(body, cut);
  }

  /** As {@link #mask}, by these rules. */
  public String apply(String body, boolean cut) {
    return apply(new Text(body), cut).toString();
  }

  CharSequence apply(Text body, boolean cut) {
    JsonPaths own = paths;
    Text text = own == null ? body : textOf(own.mask(body));
    return maskText(FormFields.isForm(text) ? textOf(FormFields.mask(text, cut, this)) : text, cut);
  }

  CharSequence maskText(Text text, boolean cut) {
    return new SecretScan(actions, keys, forms, text, cut).mask();
  }

  private static Text textOf(CharSequence masked) {
    return masked instanceof Text same ? same : new Text(masked);
  }

  /** Builds a {@link Redaction}. What is added stands beside the defaults. Not thread-safe. */
  public static final class Builder {
    private static final int PREFIX_CHARACTERS_MIN = 3;

    private final List<String> keys = new ArrayList<>();
    private final List<String> keptKeys = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private boolean emails;

    private Builder() {}

    /**
     * Keys whose values are secrets, too, wherever they stand: a whole name ({@code ssn}), or with a
     * {@code *} before it the end of one ({@code *_pin}). Case and {@code _}, {@code -} play no part.
     *
     * @throws IllegalArgumentException if a name has no letter or digit, or a {@code *} elsewhere, naming it
     */
    public Builder keys(String... names) {
      addNames(keys, names);
      return this;
    }

    /** Keys whose values stay, though the defaults would mask them; written as for {@link #keys}. */
    public Builder keptKeys(String... names) {
      addNames(keptKeys, names);
      return this;
    }

    /**
     * Places in JSON bodies whose values are masked: {@code $.user.ssn}, {@code $.items[*].pin}, {@code
     * $['odd name'][0]}; {@code .*} is any member. At most 64 in all. In a body of several JSON texts
     * (lines, events) each begins at {@code $} again.
     *
     * @throws IllegalArgumentException if one is no such path, naming it
     */
    public Builder paths(String... paths) {
      for (String path : paths) {
        JsonPaths.check(path);
        this.paths.add(path);
      }
      return this;
    }

    /**
     * What credentials of your own begin with, at least 3 ASCII characters: all that follows of letters,
     * digits, {@code -}, {@code _} and {@code .} is masked with it. Best ends in {@code _} or {@code -}: a
     * scan has to look up at each character that a prefix ends in.
     *
     * @throws IllegalArgumentException if a prefix is shorter or has other characters, naming it
     */
    public Builder credentialPrefixes(String... prefixes) {
      for (String prefix : prefixes) {
        boolean fits = prefix.length() >= PREFIX_CHARACTERS_MIN
            && prefix.chars().allMatch(c -> CredentialForms.isCredential((char) c));
        if (!fits) {
          throw new IllegalArgumentException("credential prefix is \"" + prefix
              + "\"; give at least 3 of A-Z, a-z, 0-9, '-', '_' and '.', such as acme_");
        }
        this.prefixes.add(prefix);
      }
      return this;
    }

    /** Whether e-mail addresses are masked, too. Default: false, since they often name the customer. */
    public Builder emails(boolean emails) {
      this.emails = emails;
      return this;
    }

    /** The rules. */
    public Redaction build() {
      return new Redaction(this);
    }

    private static void addNames(List<String> target, String... names) {
      for (String name : names) {
        String bare = name.startsWith("*") ? name.substring(1) : name;
        if (SecretKeys.normal(bare).isEmpty() || bare.indexOf('*') >= 0) {
          throw new IllegalArgumentException(
              "key is \"" + name + "\"; give a name such as ssn, or *_pin for all that end so");
        }
        target.add(name);
      }
    }
  }
}
