package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Self-signed certificates of two hosts, made by this Java's own keytool. */
final class Certificates {
  private static final String PASSWORD = "changeit";
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";

  /** Ends the trust when closed. */
  interface Trust extends AutoCloseable {
    @Override
    void close();
  }

  private final Path file;
  private final KeyStore store;

  Certificates(Path folder) throws Exception {
    file = folder.resolve("certificates.p12");
    for (String host : List.of("localhost", "elsewhere")) {
      Process keytool = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-J-XX:TieredStopAtLevel=1",
              "-genkeypair",
              "-alias",
              host,
              "-keyalg",
              "EC",
              "-dname",
              "CN=" + host,
              "-ext",
              "SAN=dns:" + host,
              "-validity",
              "2",
              "-keystore",
              file.toString(),
              "-storetype",
              "PKCS12",
              "-storepass",
              PASSWORD)
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("keytool.log").toFile())
          .start();
      assertThat(keytool.waitFor())
          .as(Files.readString(folder.resolve("keytool.log")))
          .isZero();
    }
    store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }

  /** Clients made from now on trust both. */
  Trust trust() {
    System.setProperty(TRUST_STORE, file.toString());
    System.setProperty(TRUST_STORE + "Password", PASSWORD);
    return () -> {
      System.clearProperty(TRUST_STORE);
      System.clearProperty(TRUST_STORE + "Password");
    };
  }

  /** A server that shows the certificate of this host. */
  FaultyServer.Greeting greeting(String host) {
    try {
      KeyStore one = KeyStore.getInstance("PKCS12");
      one.load(null, null);
      char[] password = PASSWORD.toCharArray();
      one.setKeyEntry(
          host, store.getKey(host, password), password, store.getCertificateChain(host));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(one, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return plain -> {
        SSLSocket secure =
            (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        secure.setUseClientMode(false);
        return secure;
      };
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }
}
