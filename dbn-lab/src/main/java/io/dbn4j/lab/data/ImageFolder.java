package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import io.dbn4j.core.data.Idx;
import io.dbn4j.core.data.ImageData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder with one image data set in the format of MNIST: MNIST itself, Fashion-MNIST, Kuzushiji-MNIST, EMNIST ...
 *
 * <p>The name of a file says whether it is for training ({@code train-}) or for testing ({@code t10k-} or {@code
 * test-}), after a prefix that all four files share ({@code emnist-letters-train-images-idx3-ubyte.gz}). Its first
 * bytes say whether it holds images or labels. Other files are ignored. If the folder itself holds no such file, its
 * subfolders are searched level by level. If several files have equal content, plain and gzipped, one of them is read.
 *
 * @param directory searched down to the first level with files of a data set
 * @param transpose whether to exchange rows and columns of the images, as EMNIST needs
 */
public record ImageFolder(Path directory, boolean transpose) {

    private static final Pattern NAME =
            Pattern.compile("(?<set>.*[-_.])??(?<part>train|t10k|test)[-_.].*", Pattern.CASE_INSENSITIVE);

    private static final int NAMES_IN_A_MESSAGE = 20;

    /** Number of levels of subfolders that are searched, and of entries on each level. */
    private static final int DEPTH = 4;

    private static final int MOST_ENTRIES = 10_000;

    /** A file with its role: {@code "training images"} and so on, or {@code "not used"}. */
    private record Candidate(Path file, String name, String set, String role) {

        static final String UNUSED = "not used";

        static Candidate of(Path directory, Path file) {
            String shown = directory.relativize(file).toString();
            Matcher name = NAME.matcher(file.getFileName().toString());
            Optional<String> content = content(file);
            if (content.isEmpty() || !name.matches()) {
                return new Candidate(file, shown, "", UNUSED);
            }
            String part = name.group("part").toLowerCase(Locale.ROOT).equals("train") ? "training " : "test ";
            String set = Optional.ofNullable(name.group("set")).orElse("");
            return new Candidate(file, shown, set, part + content.get());
        }

        private static Optional<String> content(Path file) {
            return switch (Files.isRegularFile(file) ? Idx.dimensions(file) : 0) {
                case 3 -> Optional.of("images");
                case 1 -> Optional.of("labels");
                default -> Optional.empty();
            };
        }

        boolean isUsed() {
            return !role.equals(UNUSED);
        }

        @Override
        public String toString() {
            return name + " (" + role + ")";
        }
    }

    /**
     * Reads the four files of the data set.
     *
     * @throws IllegalArgumentException if the folder does not hold exactly one data set, or its files do not belong
     *     together
     * @throws UncheckedIOException if a file cannot be read or is damaged
     */
    public ImageData load() {
        List<Candidate> found = candidates();
        List<String> sets = found.stream()
                .filter(Candidate::isUsed)
                .map(Candidate::set)
                .distinct()
                .toList();
        Check.require(
                sets.size() <= 1,
                "%s must hold one data set, was %d: %s; give each a folder of its own",
                directory,
                sets.size(),
                sets.stream().map(set -> set + "*").collect(Collectors.joining(", ")));
        Idx trainImages = images(found, "training images");
        Idx trainLabels = read(found, "training labels");
        Idx testImages = images(found, "test images");
        Idx testLabels = read(found, "test labels");
        return ImageData.of(name(sets.get(0)), trainImages, trainLabels, testImages, testLabels);
    }

    private List<Candidate> candidates() {
        Check.require(Files.isDirectory(directory), "data must be a folder, was %s", directory);
        List<Path> level = entries(directory);
        List<Candidate> first =
                level.stream().map(file -> Candidate.of(directory, file)).toList();
        List<Candidate> found = first;
        for (int depth = 0; depth < DEPTH && found.stream().noneMatch(Candidate::isUsed); depth++) {
            level = level.stream()
                    .filter(Files::isDirectory)
                    .flatMap(folder -> entries(folder).stream())
                    .limit(MOST_ENTRIES)
                    .toList();
            found = level.stream().map(file -> Candidate.of(directory, file)).toList();
        }
        return found.stream().anyMatch(Candidate::isUsed) ? found : first;
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read, " + e, e);
        }
    }

    private Idx images(List<Candidate> found, String role) {
        Idx images = read(found, role);
        return transpose ? images.transposed() : images;
    }

    private Idx read(List<Candidate> found, String role) {
        List<Candidate> fit =
                found.stream().filter(candidate -> candidate.role.equals(role)).toList();
        Check.require(
                !fit.isEmpty(),
                "%s must hold one IDX file of %s, holds none; found: %s",
                directory,
                role,
                names(found));
        Idx read = Idx.read(fit.get(0).file);
        boolean equal = fit.stream()
                .skip(1)
                .allMatch(other -> Idx.read(other.file).sha256().equals(read.sha256()));
        Check.require(
                equal,
                "%s must hold one IDX file of %s, holds %d of different content; keep one of %s",
                directory,
                role,
                fit.size(),
                names(fit));
        return read;
    }

    private static String names(List<Candidate> candidates) {
        String names = candidates.stream()
                .limit(NAMES_IN_A_MESSAGE)
                .map(Candidate::toString)
                .collect(Collectors.joining(", "));
        int more = candidates.size() - NAMES_IN_A_MESSAGE;
        return candidates.isEmpty() ? "nothing" : more > 0 ? names + " and " + more + " more" : names;
    }

    /** Returns the prefix of the files or, if they have none, the name of the folder. */
    private String name(String set) {
        Path folder = directory.toAbsolutePath().normalize().getFileName();
        String name = set.isEmpty() ? String.valueOf(folder) : set.substring(0, set.length() - 1);
        return transpose ? name + " (transposed)" : name;
    }
}
