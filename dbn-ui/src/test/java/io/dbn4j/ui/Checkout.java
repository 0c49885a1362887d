package io.dbn4j.ui;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The checkout that the tests belong to, without what builds and runs write into it. */
final class Checkout {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Set<String> OUTPUT = Set.of("target", ".git", "runs");

    private Checkout() {}

    /** Returns the path of a file from the root, with slashes. */
    static String name(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    /** Returns the files whose names satisfy a condition, in order. */
    static List<Path> files(Predicate<String> wanted) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean output = OUTPUT.contains(String.valueOf(folder.getFileName())) && !folder.equals(ROOT);
                return output ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && wanted.test(name(file))) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found);
        return found;
    }

    /** Returns the sources of main code by name. */
    static Map<String, String> mainSources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (Path file : files(name -> name.matches("dbn-.*/src/main/java/.*\\.java"))) {
            sources.put(name(file), Files.readString(file));
        }
        return sources;
    }
}
