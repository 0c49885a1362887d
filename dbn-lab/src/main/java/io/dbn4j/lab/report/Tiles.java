package io.dbn4j.lab.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.Check;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Small images side by side, with optional captions. {@code dbnPlots.tiles} draws its JSON.
 *
 * @param title one line
 * @param width width of an image in pixels
 * @param height height of an image in pixels
 * @param palette mapping from numbers to colors
 * @param full absolute value of the strongest color
 * @param tiles the images
 */
public record Tiles(String title, int width, int height, Palette palette, double full, List<Tile> tiles) {

    /**
     * Quantile of the absolute weights that has the strongest color: scaled to an outlier, all other weights would be
     * pale.
     */
    private static final double FULL_COLOR = 0.995;

    private static final int POSITIVE = 0xd9552c;
    private static final int NEGATIVE = 0x3d7be0;

    /** A mapping from numbers to colors. */
    public enum Palette {
        /** A palette that is red above zero, blue below and transparent at zero, for light and dark pages. */
        @JsonProperty("signed")
        SIGNED,
        /** A palette that is black for 1 and white for 0; dark pages invert it. */
        @JsonProperty("gray")
        GRAY
    }

    /**
     * An image with its caption.
     *
     * @param source PNG as a data URI
     * @param caption caption; empty for none
     */
    public record Tile(String source, String caption) {}

    public Tiles {
        tiles = List.copyOf(tiles);
    }

    /**
     * Draws filters: weights of any sign, on one scale for all images.
     *
     * @param images one image a row, {@code [images, height * width]}; not modified
     */
    public static Tiles signed(String title, INDArray images, int height, int width) {
        double[] sizes = Arrays.stream(images.dup().data().asDouble())
                .map(Math::abs)
                .sorted()
                .toArray();
        double full = Math.max(Double.MIN_NORMAL, sizes[(int) (FULL_COLOR * (sizes.length - 1))]);
        return of(title, images, height, width, Palette.SIGNED, List.of(), full);
    }

    /**
     * Makes gray pictures of samples or data, which are numbers in [0, 1].
     *
     * @param images one image a row, {@code [images, height * width]}; not modified
     * @param captions captions, one for each image, or none at all
     */
    public static Tiles gray(String title, INDArray images, int height, int width, List<String> captions) {
        return of(title, images, height, width, Palette.GRAY, captions, 1);
    }

    private static Tiles of(
            String title, INDArray images, int height, int width, Palette palette, List<String> captions, double full) {
        Check.columns((long) height * width, images, "images");
        Check.require(
                captions.isEmpty() || captions.size() == images.rows(),
                "number of captions must be 0 or %d, was %d",
                images.rows(),
                captions.size());
        List<Tile> tiles = new ArrayList<>();
        for (int row = 0; row < images.rows(); row++) {
            double[] pixels = images.getRow(row).toDoubleVector();
            String caption = captions.isEmpty() ? "" : captions.get(row);
            tiles.add(new Tile(dataUri(draw(pixels, height, width, palette, full)), caption));
        }
        return new Tiles(title, width, height, palette, full, tiles);
    }

    private static BufferedImage draw(double[] pixels, int height, int width, Palette palette, double full) {
        int type = palette == Palette.GRAY ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_ARGB;
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < pixels.length; i++) {
            int strength = (int) Math.round(255 * Math.min(1, Math.abs(pixels[i]) / full));
            if (palette == Palette.GRAY) {
                image.getRaster().setSample(i % width, i / width, 0, 255 - strength);
            } else {
                image.setRGB(i % width, i / width, strength << 24 | (pixels[i] < 0 ? NEGATIVE : POSITIVE));
            }
        }
        return image;
    }

    private static String dataUri(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write PNG: " + e.getMessage(), e);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
