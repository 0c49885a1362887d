package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The encoding of a text file: given by its byte-order mark (UTF-8, UTF-16), by zeros in every second byte (UTF-16), or
 * else UTF-8 if the bytes are valid, otherwise ISO 8859-1.
 *
 * @param charset character set of the text
 * @param markBytes length of the byte-order mark
 */
record TextEncoding(Charset charset, int markBytes) {

    private static final int BEGINNING = 1 << 16;

    /**
     * Detects the encoding of a file.
     *
     * @throws IllegalArgumentException if the file is not text
     */
    static TextEncoding of(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(BEGINNING);
        }
        TextEncoding encoding = of(start);
        Check.require(
                encoding.charset.name().startsWith("UTF-16") || !holdsZero(start),
                "%s: must be text, had a byte 0; names of binary files must end in .npy, .npz or .idx",
                file);
        return encoding;
    }

    private static TextEncoding of(byte[] start) {
        int first = at(start, 0) << 8 | at(start, 1);
        if (first == 0xfeff) {
            return new TextEncoding(StandardCharsets.UTF_16BE, 2);
        }
        if (first == 0xfffe) {
            return new TextEncoding(StandardCharsets.UTF_16LE, 2);
        }
        if (first == 0xefbb && at(start, 2) == 0xbf) {
            return new TextEncoding(StandardCharsets.UTF_8, 3);
        }
        if (at(start, 0) == 0 && at(start, 1) > 0 && at(start, 2) == 0 && at(start, 3) > 0) {
            return new TextEncoding(StandardCharsets.UTF_16BE, 0);
        }
        if (at(start, 0) > 0 && at(start, 1) == 0 && at(start, 2) > 0 && at(start, 3) == 0) {
            return new TextEncoding(StandardCharsets.UTF_16LE, 0);
        }
        return new TextEncoding(isUtf8(start) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1, 0);
    }

    /** Returns a byte, or -1 after the end. */
    private static int at(byte[] bytes, int index) {
        return index < bytes.length ? bytes[index] & 0xff : -1;
    }

    private static boolean isUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        // The beginning may end within a character, which is not an error.
        return !decoder.decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length + 1), false)
                .isError();
    }

    private static boolean holdsZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }
}
