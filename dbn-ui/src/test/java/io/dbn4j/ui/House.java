package io.dbn4j.ui;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Sources of main code as the compiler's own parser reads them, and what is counted in them. */
final class House {

    /** A file as it was parsed. */
    private record Room(String file, CompilationUnitTree tree, String text, Trees trees) {

        String packageName() {
            return String.valueOf(tree.getPackageName());
        }

        long line(long position) {
            return tree.getLineMap().getLineNumber(position);
        }

        long lines() {
            return text.lines().count();
        }
    }

    private final List<Room> rooms = new ArrayList<>();

    /** Parses sources, given by the names of their files. */
    static House of(Map<String, String> sources) {
        House house = new House();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Source> files = sources.entrySet().stream()
                .map(source -> new Source(source.getKey(), source.getValue()))
                .toList();
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, files);
        Trees trees = DocTrees.instance(task);
        try {
            for (CompilationUnitTree tree : task.parse()) {
                String file = tree.getSourceFile().toUri().getPath().substring(1);
                house.rooms.add(new Room(file, tree, Objects.requireNonNull(sources.get(file)), trees));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return house;
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String file, String text) {
            super(URI.create("string:///" + file), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Returns the first sentences of the Javadoc of public types and of their public members, by file and line. */
    Map<String, String> firstSentences() {
        Map<String, String> sentences = new LinkedHashMap<>();
        for (Room room : rooms) {
            new TreePathScanner<@Nullable Void, Boolean>() {
                @Override
                public @Nullable Void visitClass(ClassTree type, Boolean isPublic) {
                    boolean inside = isPublic
                            && isPublic(
                                    type.getModifiers(),
                                    getCurrentPath().getParentPath().getLeaf());
                    note(type, inside);
                    return super.visitClass(type, inside);
                }

                @Override
                public @Nullable Void visitMethod(MethodTree method, Boolean isPublic) {
                    note(
                            method,
                            isPublic
                                    && isPublic(
                                            method.getModifiers(),
                                            getCurrentPath().getParentPath().getLeaf()));
                    return null;
                }

                @Override
                public @Nullable Void visitVariable(VariableTree field, Boolean isPublic) {
                    note(
                            field,
                            isPublic
                                    && isPublic(
                                            field.getModifiers(),
                                            getCurrentPath().getParentPath().getLeaf()));
                    return null;
                }

                private void note(Tree tree, boolean isPublic) {
                    DocCommentTree comment =
                            isPublic ? ((DocTrees) room.trees()).getDocCommentTree(getCurrentPath()) : null;
                    if (comment != null && !comment.getFirstSentence().isEmpty()) {
                        long start = room.trees().getSourcePositions().getStartPosition(room.tree(), tree);
                        sentences.put(room.file() + ":" + room.line(start), words(comment));
                    }
                }
            }.scan(room.tree(), true);
        }
        return sentences;
    }

    private static boolean isPublic(ModifiersTree modifiers, Tree around) {
        boolean ofInterface = around instanceof ClassTree type && type.getKind() == Tree.Kind.INTERFACE;
        return modifiers.getFlags().contains(Modifier.PUBLIC)
                || (ofInterface && !modifiers.getFlags().contains(Modifier.PRIVATE));
    }

    /** Returns a first sentence as it is read, without the tags. */
    private static String words(DocCommentTree comment) {
        return comment.getFirstSentence().stream()
                .map(String::valueOf)
                .collect(Collectors.joining())
                .replaceAll("\\{@link(?:plain)? \\S+ ([^}]*)}", "$1")
                .replaceAll("\\{@\\w+ ([^}]*)}", "$1")
                .replaceAll("<[^>]+>", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** Returns the part of all lines that each module holds, by the first folder of its files. */
    Map<String, Double> shares() {
        double all = rooms.stream().mapToLong(Room::lines).sum();
        return rooms.stream()
                .collect(Collectors.groupingBy(
                        room -> room.file().substring(0, room.file().indexOf('/')),
                        TreeMap::new,
                        Collectors.summingDouble(room -> room.lines() / all)));
    }

    /** Returns files with more lines than allowed, with their numbers of lines. */
    Map<String, Long> longFiles(int limit) {
        return rooms.stream()
                .filter(room -> room.lines() > limit)
                .collect(Collectors.toMap(Room::file, Room::lines, Math::max, TreeMap::new));
    }

    /** Returns methods with more lines than allowed, named {@code Type.method}, with their numbers of lines. */
    Map<String, Long> longMethods(int limit) {
        Map<String, Long> found = new TreeMap<>();
        for (Room room : rooms) {
            new TreePathScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
                    var positions = room.trees().getSourcePositions();
                    long lines = room.line(positions.getEndPosition(room.tree(), method))
                            - room.line(positions.getStartPosition(room.tree(), method))
                            + 1;
                    if (lines > limit) {
                        found.merge(type(room) + "." + method.getName(), lines, Math::max);
                    }
                    return super.visitMethod(method, null);
                }
            }.scan(room.tree(), null);
        }
        return found;
    }

    /**
     * Returns where code asks for the kind of a unit outside the package of units: {@code instanceof} and class
     * literals, as {@code file:line}.
     */
    List<String> kindsAskedFor(String unitPackage) {
        Set<String> kinds = kinds(unitPackage);
        List<String> found = new ArrayList<>();
        for (Room room : rooms) {
            if (room.packageName().equals(unitPackage)) {
                continue;
            }
            new TreePathScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitInstanceOf(InstanceOfTree tree, @Nullable Void none) {
                    note(tree, tree.getType());
                    return super.visitInstanceOf(tree, null);
                }

                @Override
                public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void none) {
                    if (tree.getIdentifier().contentEquals("class")) {
                        note(tree, tree.getExpression());
                    }
                    return super.visitMemberSelect(tree, null);
                }

                private void note(Tree where, @Nullable Tree type) {
                    if (type != null && kinds.contains(type.toString())) {
                        long start = room.trees().getSourcePositions().getStartPosition(room.tree(), where);
                        found.add(room.file() + ":" + room.line(start));
                    }
                }
            }.scan(room.tree(), null);
        }
        return found;
    }

    /** Returns the types of a package that implement {@code UnitType}. */
    Set<String> kinds(String unitPackage) {
        Set<String> kinds = new HashSet<>();
        for (Room room : rooms) {
            if (room.packageName().equals(unitPackage)) {
                for (Tree type : room.tree().getTypeDecls()) {
                    if (type instanceof ClassTree declared
                            && declared.getImplementsClause().stream()
                                    .anyMatch(name -> name.toString().equals("UnitType"))) {
                        kinds.add(declared.getSimpleName().toString());
                    }
                }
            }
        }
        return kinds;
    }

    /** Returns the files whose code names a type: those that somebody touches who adds such a type. */
    Set<String> filesThatName(String type) {
        return rooms.stream()
                .filter(room -> type(room).equals(type) || names(room).contains(type))
                .map(House::type)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Returns public types that no other type uses, and that are named neither in documents nor in example programs. A type
     * that only such types use is one of them.
     *
     * @param elsewhere the texts of documents and example programs
     */
    Set<String> withoutCaller(String elsewhere) {
        Set<String> words = new HashSet<>(List.of(elsewhere.split("\\W+")));
        Set<String> unused = new TreeSet<>();
        boolean more = true;
        while (more) {
            Set<String> used = new HashSet<>(words);
            for (Room room : rooms) {
                if (!unused.contains(type(room))) {
                    used.addAll(names(room));
                }
            }
            more = false;
            for (Room room : rooms) {
                if (isPublic(room) && !used.contains(type(room))) {
                    more |= unused.add(type(room));
                }
            }
        }
        return unused;
    }

    private static String type(Room room) {
        return room.file().replaceAll(".*/|\\.java$", "");
    }

    private static boolean isPublic(Room room) {
        return room.tree().getTypeDecls().stream()
                .anyMatch(tree -> tree instanceof ClassTree type
                        && type.getModifiers().getFlags().contains(Modifier.PUBLIC));
    }

    /** Returns every name in the code of a file but its own; comments and imports name nothing. */
    private static Set<String> names(Room room) {
        Set<String> names = new HashSet<>();
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitImport(ImportTree tree, @Nullable Void none) {
                return null;
            }

            @Override
            public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void none) {
                names.add(tree.getName().toString());
                return super.visitIdentifier(tree, null);
            }

            @Override
            public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void none) {
                names.add(tree.getIdentifier().toString());
                return super.visitMemberSelect(tree, null);
            }
        }.scan(room.tree(), null);
        names.remove(type(room));
        return names;
    }
}
