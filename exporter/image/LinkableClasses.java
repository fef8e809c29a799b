import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Brings the classes of jars in which some are of the format of Java 5 or older to that of Java 8.
 * Only of these can the cache hold what is linked in advance (JEP 483), and not of those that extend
 * an old one, either. What is in a class stays as it is; the older formats lack the tables from which
 * a verifier reads the types of variables ({@code StackMapTable}), which are added.
 *
 * <pre>
 *   java LinkableClasses.java DIRECTORY      with jars
 * </pre>
 */
final class LinkableClasses {
  private static final int FIRST_WITH_TYPES = ClassFile.JAVA_6_VERSION;
  private static final ClassFileVersion JAVA_8 = ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0);

  private LinkableClasses() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: java LinkableClasses.java DIRECTORY");
      System.exit(2);
    }
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(args[0]), "*.jar")) {
      for (Path jar : jars) {
        bringUpToDate(jar);
      }
    }
  }

  private static void bringUpToDate(Path path) throws IOException {
    List<String> old = new ArrayList<>();
    try (JarFile jar = new JarFile(path.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        if (isClass(entry) && majorVersion(read(jar, entry)) < FIRST_WITH_TYPES) {
          old.add(entry.getName());
        }
      }
    }
    if (old.isEmpty()) {
      return;
    }
    Path changed = Files.createTempFile(path.getParent(), path.getFileName().toString(), ".new");
    try (JarFile jar = new JarFile(path.toFile());
        URLClassLoader types = new URLClassLoader(new URL[] {path.toUri().toURL()}, null);
        OutputStream file = Files.newOutputStream(changed);
        JarOutputStream out = new JarOutputStream(file)) {
      ClassFile classFile =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(types)
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        byte[] content = read(jar, entry);
        JarEntry copy = new JarEntry(entry.getName());
        // As it stands there, whatever the time zone.
        copy.setTimeLocal(entry.getTimeLocal());
        out.putNextEntry(copy);
        out.write(old.contains(entry.getName()) ? upToDate(classFile, content) : content);
        out.closeEntry();
      }
    }
    // Readable for all, as the libraries beside it, which no temporary file is.
    Files.setPosixFilePermissions(changed, Files.getPosixFilePermissions(path));
    Files.move(changed, path, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] upToDate(ClassFile classFile, byte[] content) {
    ClassModel model = classFile.parse(content);
    ClassTransform version =
        (builder, element) ->
            builder.with(element instanceof ClassFileVersion ? JAVA_8 : element);
    // Code that is only copied would stay without the tables.
    return classFile.transformClass(
        model, version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
  }

  private static boolean isClass(JarEntry entry) {
    return entry.getName().endsWith(".class");
  }

  private static int majorVersion(byte[] content) {
    return (content[6] & 0xff) << 8 | content[7] & 0xff;
  }

  private static byte[] read(JarFile jar, JarEntry entry) {
    try (var in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(entry + " of " + jar.getName(), e);
    }
  }
}
