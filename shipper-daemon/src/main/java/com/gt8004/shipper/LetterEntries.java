package com.gt8004.shipper;

import com.gt8004.sdk.queue.EntryId;
import com.gt8004.shipper.deadletter.DeadLetter;
import com.gt8004.shipper.deadletter.LetterBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads dead letters to be sent again, one file after another. Not thread-safe. */
final class LetterEntries implements ReplaySource {
  private final LetterBox letters;
  private final List<EntryId> ids;
  private final List<String> findings = new ArrayList<>();
  private int next;
  private long unreadable;
  private @Nullable DeadLetter letter;

  LetterEntries(LetterBox letters, List<EntryId> ids) {
    this.letters = letters;
    this.ids = List.copyOf(ids);
  }

  @Override
  public Step step() {
    if (next == ids.size()) {
      return Step.END;
    }
    EntryId id = ids.get(next++);
    try {
      letter = letters.read(id);
      return Step.ENTRY;
    } catch (NoSuchFileException retriedByAnother) {
      return Step.PASSED;
    } catch (IOException damaged) {
      unreadable++;
      findings.add(String.valueOf(damaged.getMessage()));
      return Step.PASSED;
    }
  }

  private DeadLetter letter() {
    if (letter == null) {
      throw new IllegalStateException("no letter was read");
    }
    return letter;
  }

  @Override
  public EntryId id() {
    return letter().entryId();
  }

  @Override
  public byte[] payload() {
    return letter().payload().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Place place() {
    return new Place(0, next);
  }

  @Override
  public long passed() {
    return next;
  }

  @Override
  public long unreadable() {
    return unreadable;
  }

  @Override
  public List<String> findings() {
    return List.copyOf(findings);
  }

  @Override
  public void close() {}
}
