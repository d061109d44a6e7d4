package com.gt8004.benchmarks.drain;

import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The process of a floor. Arguments: {@code client} or {@code socket}, URL, queue root, entries in a
 * batch, connections, entries to post in all. Says {@code ready}, posts once its standard input says
 * {@code go}, says {@code posted}, ends with its input.
 */
public final class PostMain {
  private final List<byte[]> bodies;
  private final AtomicLong turn = new AtomicLong();
  private final long requests;

  private PostMain(List<byte[]> bodies, long requests) {
    this.bodies = bodies;
    this.requests = requests;
  }

  public static void main(String[] args) throws Exception {
    boolean viaClient = args[0].equals("client");
    URI url = URI.create(args[1]);
    int batch = Integer.parseInt(args[3]);
    int connections = Integer.parseInt(args[4]);
    var journal =
        new QueueRoot(Path.of(args[2])).queue(BuiltQueue.AGENT).journals().get(0);
    PostMain posting =
        new PostMain(Bodies.of(journal, batch), (Long.parseLong(args[5]) + batch - 1) / batch);
    System.out.println("ready");
    System.out.flush();
    int go = System.in.read();
    if (go < 0) {
      return;
    }
    try (ClientPoster shared = new ClientPoster(url, connections)) {
      posting.run(url, connections, viaClient ? shared : null);
    }
    System.out.println("posted");
    System.out.flush();
    int end = 0;
    while (end >= 0) {
      end = System.in.read(); // what it used can still be asked for
    }
  }

  private void run(URI url, int connections, @org.jspecify.annotations.Nullable ClientPoster shared)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Thread thread = new Thread(() -> post(url, shared), "poster");
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void post(URI url, @org.jspecify.annotations.Nullable ClientPoster shared) {
    try {
      if (shared != null) {
        postInTurn(shared);
      } else {
        try (SocketPoster own = new SocketPoster(url)) {
          postInTurn(own);
        }
      }
    } catch (IOException e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private void postInTurn(Poster poster) throws IOException {
    for (long i = turn.getAndIncrement(); i < requests; i = turn.getAndIncrement()) {
      poster.post(bodies.get((int) (i % bodies.size())));
    }
  }
}
