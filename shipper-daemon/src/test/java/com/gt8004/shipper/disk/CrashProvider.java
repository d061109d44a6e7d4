package com.gt8004.shipper.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Does everything on the real disk, and tells the {@link CrashDisk} of each effect beforehand. */
final class CrashProvider extends FileSystemProvider {
  private final CrashFileSystem fileSystem;
  private final CrashDisk disk;
  private final FileSystemProvider real;

  CrashProvider(CrashFileSystem fileSystem, CrashDisk disk) {
    this.fileSystem = fileSystem;
    this.disk = disk;
    this.real = disk.real().getFileSystem().provider();
  }

  private static Path real(Path path) {
    return CrashPath.real(path);
  }

  private static Path place(Path path) {
    return real(path).toAbsolutePath().normalize();
  }

  // ---- effects ----

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    boolean makes = (options.contains(StandardOpenOption.CREATE)
            || options.contains(StandardOpenOption.CREATE_NEW))
        && !Files.exists(real(path));
    if (makes) {
      disk.effect("make " + path.getFileName());
    }
    FileChannel channel = real.newFileChannel(real(path), options, attributes);
    if (makes) {
      disk.made(place(path));
    }
    return new CrashChannel(disk, place(path), channel);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return real.newByteChannel(real(path), options, attributes);
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    disk.effect("make " + folder.getFileName());
    real.createDirectory(real(folder), attributes);
    disk.made(place(folder));
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    disk.effect("link " + link.getFileName());
    real.createLink(real(link), real(existing));
    disk.made(place(link));
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    real.createSymbolicLink(real(link), real(target), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.removes(place(path));
    real.delete(real(path));
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    if (disk.postpones(place(source), place(target))) {
      return;
    }
    disk.moves(place(source), place(target));
    real.move(real(source), real(target), options);
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    disk.effect("copy to " + target.getFileName());
    real.copy(real(source), real(target), options);
  }

  // ---- the rest ----

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = real.newDirectoryStream(real(folder), path -> true)) {
      for (Path each : all) {
        Path path = new CrashPath(fileSystem, each);
        if (filter.accept(path)) {
          found.add(path);
        }
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return found.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    return new CrashPath(fileSystem, real.readSymbolicLink(real(link)));
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return real.isSameFile(real(path), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return real.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return real.getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    real.checkAccess(real(path), modes);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return real.getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return real.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return real.readAttributes(real(path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    real.setAttribute(real(path), attribute, value, options);
  }

  @Override
  public String getScheme() {
    return "crash";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    return new CrashPath(fileSystem, Path.of(uri));
  }
}
