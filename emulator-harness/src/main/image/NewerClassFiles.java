// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies jars whose class files are older than Java 6's, and gives the copy's the version of Java 8
 * and stack maps.
 *
 * <p>An AOT cache holds no class that has no stack maps: it would be read, and verified the long
 * way, in each start.
 *
 * <p>Arguments: the folder for the copies, and jars. No copy is made of a jar without such class
 * files.
 */
final class NewerClassFiles {

  private static final String CLASS = ".class";

  private NewerClassFiles() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (String name : List.of(args).subList(1, args.length)) {
      try (ZipFile jar = new ZipFile(name)) {
        if (jar.stream().anyMatch(entry -> isOld(read(jar, entry), entry))) {
          Path copy = folder.resolve(Path.of(name).getFileName());
          try (OutputStream file = Files.newOutputStream(copy)) {
            copy(jar, file);
          }
          System.out.println(copy);
        }
      }
    }
  }

  private static void copy(ZipFile jar, OutputStream file) throws IOException {
    ClassFile classFile =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(classesOf(jar)));
    ZipOutputStream out = new ZipOutputStream(file);
    for (ZipEntry entry : jar.stream().toList()) {
      byte[] bytes = read(jar, entry);
      ZipEntry same = new ZipEntry(entry.getName());
      same.setTime(entry.getTime());
      out.putNextEntry(same);
      out.write(isOld(bytes, entry) ? newer(classFile, bytes) : bytes);
    }
    out.finish();
  }

  /** Classes that the jar does not have are the JDK's. */
  private static ClassHierarchyResolver classesOf(ZipFile jar) {
    return ClassHierarchyResolver.ofResourceParsing(
        type -> {
          String name = pathOf(type);
          ZipEntry entry = jar.getEntry(name);
          try {
            return entry == null
                ? ClassLoader.getSystemResourceAsStream(name)
                : jar.getInputStream(entry);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static String pathOf(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1) + CLASS;
  }

  private static boolean isOld(byte[] bytes, ZipEntry entry) {
    // u4 magic, u2 minor, u2 major, each big-endian.
    return entry.getName().endsWith(CLASS)
        && ((bytes[6] & 0xff) << 8 | bytes[7] & 0xff) < ClassFile.JAVA_6_VERSION;
  }

  /** Methods are taken apart and put together again, or no stack map would be made. */
  private static byte[] newer(ClassFile classFile, byte[] bytes) {
    ClassModel old = classFile.parse(bytes);
    ClassTransform methods =
        ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element));
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    return classFile.transformClass(old, methods.andThen(version));
  }

  private static byte[] read(ZipFile jar, ZipEntry entry) {
    try {
      return jar.getInputStream(entry).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
