package com.gt8004.shipper;

import com.gt8004.sdk.queue.PathWatch;
import com.gt8004.sdk.queue.PathWatches;
import com.gt8004.sdk.queue.QueueDirectory;
import com.gt8004.sdk.queue.QueueRoot;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The queues under a root, asked for every second: one {@code stat} of the root and of each folder in it,
 * and no more while nothing comes, goes or changes. Not thread-safe: owned by the shipping thread.
 */
final class QueueFolders {
  private final QueueRoot root;
  private final PathWatches watches;
  private final PathWatch rootWatch;
  private final Map<String, Folder> folders = new HashMap<>();
  private List<QueueDirectory> candidates = List.of();

  /** What is known of one folder. */
  private static final class Folder {
    private final PathWatch watch;
    private boolean isQueue;
    private boolean isNews;

    Folder(PathWatch watch) {
      this.watch = watch;
    }

    /** A folder that is no queue yet becomes one by a file in it. */
    boolean isQueue(QueueDirectory candidate) {
      boolean changed = watch.isNews();
      if (changed || !isQueue) {
        isQueue = QueueRoot.isQueue(candidate);
      }
      isNews |= changed;
      return isQueue;
    }
  }

  QueueFolders(QueueRoot root, PathWatches watches) {
    this.root = root;
    this.watches = watches;
    this.rootWatch = watches.on(root.path());
  }

  /**
   * The queues that there are now, by name.
   *
   * @throws IOException if the root cannot be read
   */
  List<QueueDirectory> present() throws IOException {
    if (rootWatch.isNews()) {
      list();
    }
    return candidates.stream().filter(this::isQueue).toList();
  }

  private void list() throws IOException {
    boolean listed = false;
    try {
      candidates = root.candidates();
      listed = true;
    } finally {
      if (!listed) {
        rootWatch.forget();
      }
    }
    Set<String> names = candidates.stream().map(QueueDirectory::name).collect(Collectors.toSet());
    folders.keySet().retainAll(names);
  }

  private boolean isQueue(QueueDirectory candidate) {
    return folders
        .computeIfAbsent(candidate.name(), name -> new Folder(watches.on(candidate.path())))
        .isQueue(candidate);
  }

  /** Whether files may have come or gone right under this queue's folder since this was last asked. */
  boolean takeNews(QueueDirectory queue) {
    Folder folder = folders.get(queue.name());
    boolean news = folder == null || folder.isNews;
    if (folder != null) {
      folder.isNews = false;
    }
    return news;
  }
}
