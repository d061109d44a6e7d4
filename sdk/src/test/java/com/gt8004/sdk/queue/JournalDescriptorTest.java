package com.gt8004.sdk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalDescriptorTest {
  @TempDir
  Path folder;

  @Test
  void limits_areReadAsTheyWereWritten() throws IOException {
    QueueLimits limits = new QueueLimits(123L << 20, 7, true);
    Files.write(
        journal().descriptorFile(),
        JournalDescriptor.ofThisProcess("java-test", limits).toJson());
    assertThat(JournalDescriptor.read(journal()).limits()).isEqualTo(limits);
  }

  @Test
  void limits_ofAWriterThatSaysNoneAreTheDefaults() throws IOException {
    Files.writeString(
        journal().descriptorFile(),
        "{\"format_version\": 1, \"pid\": 1, \"host\": \"h\", \"writer_version\": \"java-0.1.0\"}");
    assertThat(JournalDescriptor.read(journal()).limits()).isEqualTo(QueueLimits.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"drop_all\"", "1", "null", "\"DROP_OLDEST\""})
  void aWishThatIsNotUnderstood_dropsNothing(String overflow) throws IOException {
    Files.writeString(
        journal().descriptorFile(),
        "{\"format_version\": 1, \"pid\": 1, \"host\": \"h\", \"writer_version\": \"x-1\", \"overflow\": "
            + overflow + ", \"queue_bytes_max\": 0, \"disk_free_min\": -1}");
    assertThat(JournalDescriptor.read(journal()).limits()).isEqualTo(QueueLimits.DEFAULT);
  }

  @Test
  void strictest_satisfiesBoth() {
    QueueLimits one = new QueueLimits(100, 5, false);
    QueueLimits other = new QueueLimits(50, 3, true);
    assertThat(one.strictest(other)).isEqualTo(new QueueLimits(50, 5, true));
    assertThat(other.strictest(one)).isEqualTo(new QueueLimits(50, 5, true));
  }

  private JournalDirectory journal() {
    return new JournalDirectory(folder, 1, new UUID(1, 2));
  }
}
