package com.gt8004.analytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gt8004.analytics.testing.TestService;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeReaderTest {
  private static Envelope read(byte[] body) throws BatchFault {
    return EnvelopeReader.read(new ByteArrayInputStream(body), false);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request-minimal.json",
        "request-full.json",
        "request-camel.json",
        "request-ping.json"
      })
  void read_takesEveryGoldenRequestWithoutARefusal(String file) throws Exception {
    Envelope envelope = read(TestService.golden(file));
    assertThat(envelope.agentId()).isEqualTo("my-agent");
    assertThat(envelope.outcomes()).isNotEmpty().noneMatch(EntryReader.Refusal.class::isInstance);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "17",
        "{",
        "{}",
        "{\"entries\": []}",
        "{\"entries\": {}}",
        "{\"entries\": [1",
        "nonsense",
        "{\"agent_id\": 17, \"entries\": [{}]}",
        "{\"entries\": [{}]} trailing",
        "{\"entries\": [{\"a\": NaN}]}"
      })
  void read_refusesABodyThatIsNoBatch(String body) {
    assertThatThrownBy(() -> read(bytes(body)))
        .isInstanceOfSatisfying(
            BatchFault.class, fault -> assertThat(fault.status()).isEqualTo(400));
  }

  @Test
  void read_refusesNestingThatWouldExhaustTheStack() {
    String deep = "{\"entries\": [" + "[".repeat(100_000) + "]".repeat(100_000) + "]}";
    assertThatThrownBy(() -> read(bytes(deep)))
        .isInstanceOfSatisfying(
            BatchFault.class, fault -> assertThat(fault.status()).isEqualTo(400));
  }

  @Test
  void read_takesAThousandEntriesAndNotOneMore() throws Exception {
    String thousand = "{\"entries\": [{}" + ",{}".repeat(999);
    assertThat(read(bytes(thousand + "]}")).outcomes()).hasSize(1_000);
    assertThatThrownBy(() -> read(bytes(thousand + ",{}]}")))
        .isInstanceOfSatisfying(
            BatchFault.class, fault -> assertThat(fault.status()).isEqualTo(413));
  }

  @Test
  void read_stopsUnpackingAtTheLimit() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes("{\"entries\": [{\"a\": \""));
      byte[] zeros = bytes("0".repeat(1 << 20));
      for (int i = 0; i < 200; i++) {
        gzip.write(zeros);
      }
      gzip.write(bytes("\"}]}"));
    }
    assertThat(packed.size()).isLessThan(1 << 20);
    CountingStream sent = new CountingStream(packed.toByteArray());
    assertThatThrownBy(() -> EnvelopeReader.read(sent, true))
        .isInstanceOfSatisfying(
            BatchFault.class, fault -> assertThat(fault.status()).isEqualTo(413));
    assertThat(sent.bytes).as("bytes read of the bomb").isLessThan(packed.size() / 10);
  }

  @Test
  void read_refusesWhatIsNotGzipThoughItSaysSo() {
    assertThatThrownBy(
            () -> EnvelopeReader.read(new ByteArrayInputStream(bytes("{\"entries\": [{}]}")), true))
        .isInstanceOfSatisfying(
            BatchFault.class, fault -> assertThat(fault.status()).isEqualTo(400));
  }

  private static final class CountingStream extends InputStream {
    private final InputStream in;
    private long bytes;

    CountingStream(byte[] content) {
      in = new ByteArrayInputStream(content);
    }

    @Override
    public int read() throws IOException {
      bytes++;
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = in.read(target, offset, length);
      bytes += Math.max(0, read);
      return read;
    }
  }
}
