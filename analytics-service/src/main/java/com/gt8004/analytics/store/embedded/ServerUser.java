package com.gt8004.analytics.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * As whom PostgreSQL runs, and how it is tied to our life. It refuses to be root, and should: a
 * superuser's session may run programs. So root hands it to {@code postgres}, or {@code nobody}.
 * Immutable.
 */
final class ServerUser {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final @Nullable Account other;
  private final boolean setpriv;

  /** Somebody else than ourselves. */
  private record Account(String name, int uid, int gid) {}

  private ServerUser(@Nullable Account other, boolean setpriv) {
    this.other = other;
    this.setpriv = setpriv;
  }

  /** For the user that we are; {@code folder} is one we may write in. */
  static ServerUser forUsWriting(Path folder) throws EmbeddedPostgresException {
    boolean setpriv = hasSetpriv();
    if (ourUid(folder) != 0) {
      return new ServerUser(null, setpriv);
    }
    if (!setpriv) {
      throw new EmbeddedPostgresException(
          "PostgreSQL may not run as root, and setpriv, which would make it another user, is missing;"
              + " install util-linux, or run this service as an ordinary user");
    }
    return new ServerUser(unprivilegedAccount(), true);
  }

  /** The command that runs a program as this user, and stops it (SIGINT) when our process is gone. */
  List<String> tiedToUs(List<String> command) {
    List<String> whole = asUser();
    if (setpriv) {
      whole.addAll(whole.isEmpty() ? List.of("setpriv") : List.of());
      whole.addAll(List.of("--pdeathsig", "INT"));
      whole.addAll(command);
      return whole;
    }
    // Without setpriv a shell holds the end of a pipe from us: when we die it reads the end of
    // file.
    whole.addAll(List.of("/bin/sh", "-c", WATCHER, "gt8004-postgres"));
    whole.addAll(command);
    return whole;
  }

  /** Runs the program; passes on INT, QUIT and TERM; sends INT when standard input ends. */
  private static final String WATCHER = """
      exec 3<&0
      "$@" </dev/null 3<&- &
      server=$!
      (while read -r line <&3; do :; done; kill -INT $server 2>/dev/null) >/dev/null 2>&1 &
      watcher=$!
      trap 'kill -INT $server' INT TERM
      trap 'kill -QUIT $server' QUIT
      exec 3<&-
      while :; do
        wait $server
        code=$?
        kill -0 $server 2>/dev/null || break
      done
      kill $watcher 2>/dev/null
      exit $code
      """;

  /** The command that runs a program as this user. */
  List<String> as(List<String> command) {
    List<String> whole = asUser();
    whole.addAll(command);
    return whole;
  }

  private List<String> asUser() {
    List<String> prefix = new ArrayList<>();
    if (other != null) {
      prefix.addAll(List.of(
          "setpriv",
          "--reuid=" + other.uid(),
          "--regid=" + other.gid(),
          "--clear-groups",
          "--no-new-privs"));
    }
    return prefix;
  }

  /** Gives a file or an empty folder to this user, for nobody else to read. */
  void own(Path path) throws IOException {
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    if (other != null) {
      UserPrincipal principal =
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(other.name());
      Files.setOwner(path, principal);
    }
  }

  /** Refuses a place that this user could not reach, naming the folder in the way. */
  void checkReaches(Path folder) throws EmbeddedPostgresException {
    if (other == null) {
      return;
    }
    for (Path at = folder; at != null; at = at.getParent()) {
      if (!mayEnter(at, other)) {
        throw new EmbeddedPostgresException("PostgreSQL may not run as root, so it runs as "
            + other.name() + ", who may not enter " + at
            + "; put the data elsewhere (--data-dir /var/lib/gt8004/analytics), or: chmod o+x "
            + at);
      }
    }
  }

  private static boolean mayEnter(Path folder, Account account) throws EmbeddedPostgresException {
    try {
      Map<String, Object> ids = Files.readAttributes(folder, "unix:uid,gid");
      PosixFileAttributes mode = Files.readAttributes(folder, PosixFileAttributes.class);
      PosixFilePermission needed = Objects.equals(ids.get("uid"), account.uid())
          ? PosixFilePermission.OWNER_EXECUTE
          : Objects.equals(ids.get("gid"), account.gid())
              ? PosixFilePermission.GROUP_EXECUTE
              : PosixFilePermission.OTHERS_EXECUTE;
      return mode.permissions().contains(needed);
    } catch (IOException e) {
      throw new EmbeddedPostgresException("cannot look at " + folder + ": " + e.getMessage(), e);
    }
  }

  private static Account unprivilegedAccount() throws EmbeddedPostgresException {
    for (String name : List.of("postgres", "nobody")) {
      CommandRun uid = CommandRun.of(List.of("id", "-u", name), LIMIT);
      CommandRun gid = CommandRun.of(List.of("id", "-g", name), LIMIT);
      if (uid.succeeded() && gid.succeeded()) {
        return new Account(
            name,
            Integer.parseInt(uid.output().strip()),
            Integer.parseInt(gid.output().strip()));
      }
    }
    throw new EmbeddedPostgresException(
        "PostgreSQL may not run as root, and there is neither a user postgres nor nobody to run it as;"
            + " add one (useradd --system postgres), or run this service as an ordinary user");
  }

  private static boolean hasSetpriv() {
    try {
      // Some minimal systems have a setpriv without this option.
      return CommandRun.of(List.of("setpriv", "--pdeathsig", "INT", "true"), LIMIT)
          .succeeded();
    } catch (EmbeddedPostgresException e) {
      return false;
    }
  }

  /** Java does not say who we are, but the files we make do. */
  private static int ourUid(Path folder) throws EmbeddedPostgresException {
    try {
      Path probe = Files.createTempFile(folder, "owner", ".tmp");
      try {
        return (Integer) Files.getAttribute(probe, "unix:uid");
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      throw new EmbeddedPostgresException("cannot write in " + folder + ": " + e.getMessage(), e);
    }
  }
}
