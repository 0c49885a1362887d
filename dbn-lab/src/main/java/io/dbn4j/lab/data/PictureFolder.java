package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * A folder of pictures of one size as a table: a column for each pixel, and the column {@code class} if the pictures lie
 * in subfolders, whose names are the classes. Colors become gray values from 0 to 255.
 */
final class PictureFolder {

    private static final String CLASS = "class";
    private static final int MOST_PIXELS = 1 << 16;

    private final Path folder;
    private final List<Path> files;
    private final MessageDigest digest;
    private int width;
    private int height;

    private PictureFolder(Path folder, List<Path> files) {
        this.folder = folder;
        this.files = files;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /**
     * Reads all PNG, JPEG, GIF and BMP files of a folder, or of its subfolders, in the order of their names.
     *
     * @throws IllegalArgumentException if there are no such files, or if they differ in size
     */
    static TableFile read(Path folder) {
        try {
            List<Path> files = pictures(folder);
            boolean labeled = files.isEmpty();
            if (labeled) {
                for (Path below : sorted(folder)) {
                    if (Files.isDirectory(below)) {
                        files.addAll(pictures(below));
                    }
                }
            }
            Check.require(
                    !files.isEmpty(),
                    "%s: must hold pictures (.png, .jpg, .gif, .bmp), or a subfolder of pictures for each class",
                    folder);
            return new PictureFolder(folder, files).table(labeled);
        } catch (IOException e) {
            throw new IllegalArgumentException(folder + ": cannot be read, " + e, e);
        }
    }

    private static List<Path> pictures(Path folder) throws IOException {
        return new ArrayList<>(sorted(folder).stream()
                .filter(file ->
                        file.getFileName().toString().toLowerCase(Locale.ROOT).matches("[^.].*\\.(png|jpe?g|gif|bmp)"))
                .toList());
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private TableFile table(boolean labeled) throws IOException {
        double[][] pixels = new double[0][];
        for (int row = 0; row < files.size(); row++) {
            BufferedImage picture = picture(files.get(row));
            if (row == 0) {
                width = picture.getWidth();
                height = picture.getHeight();
                Check.require(
                        (long) width * height <= MOST_PIXELS,
                        "%s: pictures must have at most %d pixels, have %d x %d; make them smaller",
                        folder,
                        MOST_PIXELS,
                        width,
                        height);
                pixels = new double[width * height][files.size()];
            }
            Check.require(
                    picture.getWidth() == width && picture.getHeight() == height,
                    "%s: must have %d x %d pixels like the first picture, has %d x %d",
                    files.get(row),
                    width,
                    height,
                    picture.getWidth(),
                    picture.getHeight());
            for (int pixel = 0; pixel < pixels.length; pixel++) {
                pixels[pixel][row] = gray(picture, pixel % width, pixel / width);
            }
        }
        return new TableFile(
                folder.toString(),
                columns(pixels, labeled),
                true,
                Optional.empty(),
                HexFormat.of().formatHex(digest.digest()),
                List.of(String.format(
                        Locale.ROOT, "%s: %d pictures of %d x %d pixels", folder, files.size(), width, height)));
    }

    private List<TableColumn> columns(double[][] pixels, boolean labeled) {
        List<TableColumn> columns = new ArrayList<>();
        for (int pixel = 0; pixel < pixels.length; pixel++) {
            // The size is part of the name, so that pictures of another size have other columns.
            columns.add(TableColumn.of(width + "x" + height + ":" + pixel, pixels[pixel]));
        }
        if (labeled) {
            List<String> classes = files.stream()
                    .map(file -> folder.relativize(file).getName(0).toString())
                    .toList();
            columns.add(new TableColumn(CLASS, new double[0], classes));
        }
        return columns;
    }

    private BufferedImage picture(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        digest.update(folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
        Check.require(picture != null, "%s: must be a picture, cannot be read as one", file);
        return picture;
    }

    /** Returns the brightness of a pixel: gray files as they are stored, colors by the weights of BT.601. */
    private static double gray(BufferedImage picture, int x, int y) {
        if (picture.getType() == BufferedImage.TYPE_BYTE_GRAY) {
            return picture.getRaster().getSample(x, y, 0);
        }
        int rgb = picture.getRGB(x, y);
        return Math.rint(0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255));
    }
}
