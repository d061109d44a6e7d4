package com.gt8004.analytics.query;

import com.gt8004.analytics.http.EventStream;
import com.gt8004.analytics.http.Reply;
import com.gt8004.analytics.store.LogStore;
import com.gt8004.analytics.store.Scope;
import com.gt8004.analytics.store.StoreFailure;
import com.gt8004.analytics.time.ServiceClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code logs/stream}: entries as they arrive, to any number of clients, from one question to the
 * database every 300 ms while there are any. It asks the tables, not this process's ingest, so entries
 * that another service stored come as well.
 *
 * <p>The event id of one agent's stream is the entry's arrival: a client that comes back gets what it
 * missed, each entry once, the last 200 of it. Over all agents it is the time of arrival, and a few
 * entries may come twice. Thread-safe.
 */
public final class LogFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogFeed.class);
  private static final Duration POLL = Duration.ofMillis(300);
  private static final Duration PING = Duration.ofSeconds(15);

  /** Then the client comes back, and must show again who it is. */
  private static final Duration STREAM_MAX = Duration.ofMinutes(10);

  private static final int CLIENTS_MAX = 500;
  private static final int ENTRIES_AT_ONCE = 200;

  /** Batches that began before others and ended after them may be that much older. */
  private static final Duration OVERLAP = Duration.ofSeconds(5);

  private final LogStore logs;
  private final ServiceClock clock;
  private final List<Client> clients = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "log-feed");
  private volatile boolean closed;

  /** One stream and how far it is with each agent; touched by the feed's thread alone once it is listed. */
  private record Client(
      Scope scope, EventStream stream, Map<String, Long> sent, long openedAtNanos) {}

  public LogFeed(LogStore logs, ServiceClock clock) {
    this.logs = logs;
    this.clock = clock;
    thread.setDaemon(true);
  }

  /** Begins to look. */
  public void start() {
    thread.start();
  }

  Reply stream(Asked asked) throws BadQuestion {
    if (closed || clients.size() >= CLIENTS_MAX) {
      return Reply.unavailable("too many streams are open, at most " + CLIENTS_MAX + " can be", 5);
    }
    Scope scope = asked.scope();
    String last = asked.call().header("Last-Event-ID");
    String resume = last != null ? last : asked.text("last_event_id");
    Map<String, Long> sent = new HashMap<>(logs.arrivals(scope));
    Instant since = null;
    if (resume != null && scope.agentId() != null && resume.matches("\\d{1,18}")) {
      sent.computeIfPresent(scope.agentId(), (agent, now) -> Math.min(now, Long.parseLong(resume)));
    } else if (resume != null && scope.agentId() == null && resume.matches("\\d{1,15}")) {
      since = Instant.ofEpochMilli(Long.parseLong(resume)).minus(OVERLAP);
    }
    Instant missedSince = since;
    return Reply.events(stream -> {
      try {
        if (missedSince != null) {
          sendMissed(scope, stream, sent, missedSince);
        }
        clients.add(new Client(scope, stream, sent, clock.nanoTime()));
      } catch (StoreFailure e) {
        stream.close();
      }
    });
  }

  private void sendMissed(Scope scope, EventStream stream, Map<String, Long> upTo, Instant since) {
    upTo.forEach((agentId, arrivals) -> {
      for (Map<String, Object> entry : logs.arrived(agentId, 0, arrivals, ENTRIES_AT_ONCE)) {
        if (!((Instant) entry.getOrDefault("received_at", Instant.EPOCH)).isBefore(since)) {
          send(scope, stream, entry);
        }
      }
    });
  }

  private static void send(Scope scope, EventStream stream, Map<String, Object> entry) {
    Object id = scope.agentId() != null
        ? entry.get("arrival")
        : ((Instant) entry.getOrDefault("received_at", Instant.EPOCH)).toEpochMilli();
    stream.send("log", String.valueOf(id), LogEntries.json(entry).toString());
  }

  private void run() {
    long pingedAt = clock.nanoTime();
    boolean away = false;
    while (!closed) {
      try {
        clock.sleep(POLL);
        clients.removeIf(this::ended);
        if (clock.nanoTime() - pingedAt >= PING.toNanos()) {
          clients.forEach(client -> client.stream().ping());
          pingedAt = clock.nanoTime();
        }
        look();
        away = false;
      } catch (StoreFailure e) {
        if (!away) {
          LOG.warn("live streams stand still until the database is back ({})", e.getMessage());
        }
        away = true;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("live streams failed and end; clients come back by themselves", e);
        closeClients();
      }
    }
  }

  private boolean ended(Client client) {
    if (clock.nanoTime() - client.openedAtNanos() > STREAM_MAX.toNanos()) {
      client.stream().close();
    }
    return client.stream().closed();
  }

  private void look() {
    if (clients.isEmpty()) {
      return;
    }
    Map<String, Long> arrivals = logs.arrivals(Scope.ALL);
    Map<String, List<Map<String, Object>>> read = new HashMap<>();
    for (Client client : clients) {
      arrivals.forEach((agentId, upTo) -> {
        String only = client.scope().agentId();
        if (only == null || only.equals(agentId)) {
          // An agent that is new since the client came.
          long sent = client.sent().getOrDefault(agentId, 0L);
          if (upTo > sent) {
            read.computeIfAbsent(
                    agentId + " " + sent,
                    unused -> logs.arrived(agentId, sent, upTo, ENTRIES_AT_ONCE))
                .forEach(entry -> send(client.scope(), client.stream(), entry));
            client.sent().put(agentId, upTo);
          }
        }
      });
    }
  }

  private void closeClients() {
    clients.forEach(client -> client.stream().close());
    clients.clear();
  }

  /** Ends all streams. Idempotent. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    closeClients();
  }

  /** How many streams are open. */
  public int clients() {
    return clients.size();
  }
}
