package com.gt8004.analytics.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificate and key from PEM files into what Jetty takes. */
final class PemKeyStore {
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private PemKeyStore() {}

  /** A key store with one entry and no password, which never leaves memory. */
  static KeyStore load(ServiceSettings.Tls files) throws CannotStartException {
    try {
      List<Certificate> chain = List.copyOf(CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(read(files.certificate()))));
      if (chain.isEmpty()) {
        throw new CannotStartException(
            files.certificate() + " holds no certificate; it must be PEM, the server's own first");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", keyOf(files.key()), new char[0], chain.toArray(new Certificate[0]));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new CannotStartException(
          "cannot use " + files.certificate() + " with " + files.key() + ": " + e.getMessage(), e);
    }
  }

  private static byte[] read(Path file) throws CannotStartException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CannotStartException(
          "cannot read " + file + " (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private static PrivateKey keyOf(Path file) throws CannotStartException, GeneralSecurityException {
    Matcher pem = PKCS8.matcher(new String(read(file), StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw new CannotStartException(
          file
              + " holds no \"BEGIN PRIVATE KEY\"; convert other forms with: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW");
    }
    PKCS8EncodedKeySpec spec =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // Then it is another kind.
      }
    }
    throw new CannotStartException(file + " holds a key that is neither EC, RSA nor Ed25519");
  }
}
