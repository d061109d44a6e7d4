package com.gt8004.shipper.batch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Batches in the live platform's dialect, without a journal. */
public final class PlatformBatches {
  private PlatformBatches() {}

  /** So many small entries. */
  public static Batch of(UUID journal, long first, int count) {
    return of(
        journal,
        first,
        IntStream.range(0, count).mapToObj(i -> "{\"path\":\"/" + i + "\"}").toList());
  }

  /** These payloads, whether or not they fit. */
  public static Batch of(UUID journal, long first, List<String> payloads) {
    PlatformForm form = new PlatformForm("my-agent", journal);
    BatchAssembler assembler = new BatchAssembler("my-agent", journal, new BodyBuffers(1), form);
    BatchLimits limits = Dialect.PLATFORM.within(new BatchLimits(1_000, 1 << 20));
    long sequence = first;
    for (String payload : payloads) {
      byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
      var unused = form.length(sequence, bytes, 0, bytes.length, limits.bytesMax());
      form.add(assembler, sequence, 1, bytes, 0, bytes.length);
      sequence++;
    }
    return assembler.seal();
  }
}
