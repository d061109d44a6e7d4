package com.gt8004.analytics.store;

import com.gt8004.analytics.ingest.ReadRows;
import com.gt8004.analytics.time.ServiceClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The same rows by the same statement, without HTTP, JSON or checks: they are read beforehand. */
public final class Floor {
  private static final long TICK_MICROS = 10_000;

  private final Database database;
  private final List<List<LogRow>> batches = new ArrayList<>();

  public Floor(Database database, String[] bodies) throws Exception {
    this.database = database;
    for (String body : bodies) {
      batches.add(ReadRows.of(body));
    }
  }

  public void store(String agentId, int batch) {
    IngestPart part =
        new IngestPart(new IngestStore.Batch(agentId, null, null, false, 0), batches.get(batch));
    IngestRun run = new IngestRun(List.of(part));
    var unused =
        database.with(connection -> run.on(connection, ServiceClock.system().now()));
  }

  /** Of all PostgreSQL processes of this machine since they started, the ended ones by their parents. */
  public static long postgresCpuMicros() throws IOException {
    long ticks = 0;
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        try {
          String stat = Files.readString(process.resolve("stat"));
          if (stat.contains("(postgres)")) {
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
          }
        } catch (IOException e) {
          // It has just ended.
        }
      }
    }
    return ticks * TICK_MICROS;
  }
}
