package com.gt8004.sdk;

import com.gt8004.sdk.queue.EpochClock;
import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.append.AppendPosition;
import com.gt8004.sdk.queue.append.QueueAppender;
import com.gt8004.sdk.queue.append.Refusal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Appends request log entries to the agent's queue on the local disk.
 *
 * <p>Thread-safe; build one for the life of the process and close it at the end. What {@link #log} has
 * appended survives a crash of the process at any later moment; a shipper, another process, delivers
 * it. No method but {@code build()} throws for anything but a null argument, none uses the network, and
 * only {@link #flush}, {@link #sync}, {@link #awaitDelivered} and {@link #close} wait for anything
 * longer than the copy of an entry; {@code log} does where that was chosen, with {@link Durability#SYNC}
 * or {@link OverflowPolicy#BLOCK}.
 */
public final class GT8004Logger implements AutoCloseable {
  private final Durability durability;
  private final long queueBytesMax;
  private final EntryBuffers buffers;
  private final QueueAppender appender;
  private final Delivery delivery;
  private final Housekeeping housekeeping;
  private final RefusalNotices notices;
  /** One for each result, filled at the start and never changed. */
  private final Map<AppendResult, LongAdder> counts = new EnumMap<>(AppendResult.class);

  private final LongAdder truncated = new LongAdder();

  GT8004Logger(LoggerSettings settings, QueueDirectory queue, EpochClock clock) {
    for (AppendResult result : AppendResult.values()) {
      counts.put(result, new LongAdder());
    }
    this.durability = settings.durability();
    this.queueBytesMax = settings.limits().queue().queueBytesMax();
    this.buffers = new EntryBuffers(settings.limits().entryBytesMax());
    this.appender =
        new QueueAppender(queue, settings.agentId(), SdkVersion.TEXT, settings.limits(), clock);
    this.notices = new RefusalNotices(
        clock, settings.limits().entryBytesMax(), settings.limits().stallNanos());
    this.delivery = new Delivery(queue, clock);
    this.housekeeping = new Housekeeping(appender, new ShipperWatch(queue, delivery, clock));
  }

  /** A builder with nothing set. */
  public static GT8004LoggerBuilder builder() {
    return new GT8004LoggerBuilder();
  }

  /**
   * A logger configured by the environment: {@code GT8004_AGENT_ID} (required), {@code
   * GT8004_QUEUE_ROOT}, {@code GT8004_DURABILITY}, {@code GT8004_QUEUE_BYTES_MAX}, {@code
   * GT8004_DISK_FREE_MIN}, {@code GT8004_OVERFLOW}, {@code GT8004_OVERFLOW_BLOCK}, {@code
   * GT8004_ALLOW_FILE_SYSTEM}.
   *
   * @throws IllegalArgumentException if the agent id is missing or a value is not allowed; names it
   */
  public static GT8004Logger fromEnvironment() {
    return builder().build();
  }

  /** Appends with the logger's durability. Never throws, never uses the network. */
  public AppendResult log(RequestLogEntry entry) {
    return log(entry, durability);
  }

  /**
   * Appends with this durability. With {@link Durability#SYNC} it returns after a force to disk; where
   * the disk refuses that, the entry counts as refused, although it may yet be delivered.
   */
  public AppendResult log(RequestLogEntry entry, Durability durability) {
    return append(
        Objects.requireNonNull(entry, "entry"),
        Objects.requireNonNull(durability, "durability"),
        null);
  }

  /** As {@link #log(RequestLogEntry)}, with a receipt to ask about the entry's delivery. */
  public Receipt logTracked(RequestLogEntry entry) {
    AppendPosition position = new AppendPosition();
    AppendResult result = append(Objects.requireNonNull(entry, "entry"), durability, position);
    return Receipt.of(result, position);
  }

  /**
   * Asks the shipper to send now what this logger has appended, and waits until all of it is settled.
   *
   * @param timeout how long at most; zero or less looks once
   * @return true when it is; false when time is up, when the thread is interrupted, or at once when no
   *     shipper holds the queue. The entries are on disk either way.
   */
  public boolean flush(Duration timeout) {
    return delivery.flush(appender.appended(), timeout);
  }

  /**
   * Waits until an entry is settled and tells what became of it; {@link DeliveryState#PENDING} when
   * time is up first.
   *
   * @param timeout how long at most; zero or less looks once
   * @throws IllegalArgumentException if the receipt is of an entry that was refused
   */
  public DeliveryState awaitDelivered(Receipt receipt, Duration timeout) {
    JournalDirectory journal = receipt.journal();
    if (journal == null) {
      throw new IllegalArgumentException("the entry was not appended but " + receipt.result());
    }
    return delivery.await(journal, receipt.sequence(), timeout);
  }

  /**
   * Forces to disk what was appended so far.
   *
   * @return false if the disk refused: those entries survive a crash of the process, perhaps not one of
   *     the host
   */
  public boolean sync() {
    return appender.force();
  }

  /** What this logger has done so far. Waits for nothing; may be asked after {@link #close} too. */
  public LoggerStats stats() {
    Map<AppendResult, Long> refused = new EnumMap<>(AppendResult.class);
    counts.forEach((result, count) -> {
      if (!result.appended() && count.sum() > 0) {
        refused.put(result, count.sum());
      }
    });
    return new LoggerStats(
        count(AppendResult.APPENDED),
        refused,
        truncated.sum(),
        appender.unsyncedEntries(),
        appender.unsyncedBytes(),
        Duration.ofNanos(appender.unsyncedNanos()),
        appender.queueBytes(),
        queueBytesMax,
        appender.journalsBegun(),
        housekeeping.shipperSeen(),
        appender.unusableReason());
  }

  /**
   * Forces what was appended to disk and ends the journal. Waits for no network: what is on disk is the
   * shipper's. Later appends are refused. Idempotent.
   */
  @Override
  public void close() {
    housekeeping.stop();
    appender.close();
  }

  private AppendResult append(
      RequestLogEntry entry, Durability durability, @Nullable AppendPosition position) {
    try {
      AppendPosition at =
          position == null && durability == Durability.SYNC ? new AppendPosition() : position;
      EntryBuffer buffer = buffers.take();
      AppendResult result = encodeAndAppend(entry, buffer, at);
      buffers.give(buffer); // not after an exception, which may have left it in any state
      return counted(result.appended() ? secured(durability, at) : result);
    } catch (RuntimeException
        | Error e) { // the host application is never harmed, not even by our bugs
      housekeeping.bug(e);
      return counted(AppendResult.REFUSED_UNUSABLE);
    }
  }

  /** Does for an appended entry what its durability demands. */
  private AppendResult secured(Durability durability, @Nullable AppendPosition at) {
    if (durability == Durability.INTERVAL) {
      housekeeping.forceSoon();
    }
    boolean secure = durability != Durability.SYNC || (at != null && appender.force(at));
    return secure ? AppendResult.APPENDED : AppendResult.REFUSED_UNUSABLE;
  }

  private AppendResult encodeAndAppend(
      RequestLogEntry entry, EntryBuffer buffer, @Nullable AppendPosition position) {
    EntryEncoder.Encoded encoded = EntryEncoder.encode(entry, buffer);
    if (encoded == EntryEncoder.Encoded.TOO_LARGE) {
      return AppendResult.REFUSED_TOO_LARGE;
    }
    long eventMicros = EpochClock.microsOf(entry.timestamp());
    long sequence = appender.append(buffer.bytes(), buffer.payloadLength(), eventMicros, position);
    if (sequence < 0) {
      return refusal(Refusal.of(sequence));
    }
    if (encoded == EntryEncoder.Encoded.CUT) {
      truncated.increment();
    }
    return AppendResult.APPENDED;
  }

  private static AppendResult refusal(Refusal refusal) {
    return switch (refusal) {
      case CLOSED -> AppendResult.REFUSED_CLOSED;
      case DISK_FULL -> AppendResult.REFUSED_DISK_FULL;
      case QUEUE_FULL -> AppendResult.REFUSED_QUEUE_FULL;
      case STALLED -> AppendResult.REFUSED_STALLED;
      case UNUSABLE -> AppendResult.REFUSED_UNUSABLE;
    };
  }

  private AppendResult counted(AppendResult result) {
    if (!result.appended()) {
      notices.refused(result);
    }
    counter(result).increment();
    return result;
  }

  private long count(AppendResult result) {
    return counter(result).sum();
  }

  private LongAdder counter(AppendResult result) {
    return Objects.requireNonNull(counts.get(result), "every result has its counter");
  }
}
