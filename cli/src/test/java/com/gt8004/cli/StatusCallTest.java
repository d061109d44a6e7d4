package com.gt8004.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.sdk.queue.QueueRoot;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look asks a shipper, whose answer may cost its deadline, once for all its queues. */
class StatusCallTest {
  @TempDir
  Path folder;

  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void shipperOfTwoQueues_isAskedOnceALook() throws Exception {
    HttpServer shipper =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shipper.createContext("/", exchange -> {
      asked.incrementAndGet();
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
    });
    shipper.start();
    String url = "http://127.0.0.1:" + shipper.getAddress().getPort();
    CliRun cli = new CliRun().with("GT8004_QUEUE_ROOT", folder.toString());
    try (FileChannel one = held("one", url, cli);
        FileChannel two = held("two", url, cli)) {
      assertThat(cli.run("status").out()).contains("one ", "two ", "UNREACHABLE");
      assertThat(asked).hasValue(1);
      cli.run("status", "--watch", "--interval", "0.1", "--looks", "2");
      assertThat(asked).as("each look anew").hasValue(3);
      assertThat(one.isOpen() && two.isOpen()).isTrue();
    } finally {
      shipper.stop(0);
    }
  }

  /** As another process holds a queue: this one would not read what it says of itself. */
  private FileChannel held(String name, String adminUrl, CliRun cli) throws Exception {
    cli.input("{\"method\":\"GET\",\"path\":\"/\",\"status_code\":200,\"response_ms\":1}\n")
        .run("append", "--agent-id", name);
    FileChannel file = FileChannel.open(
        new QueueRoot(folder).queue(name).shipperLockFile(),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE);
    String holder = "{\"pid\":7,\"host\":\"here\",\"admin_url\":\"" + adminUrl + "\"}";
    assertThat(file.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8))))
        .isPositive();
    FileLock lock = file.lock(0, 2, false);
    assertThat(lock.isValid()).isTrue();
    return file;
  }
}
