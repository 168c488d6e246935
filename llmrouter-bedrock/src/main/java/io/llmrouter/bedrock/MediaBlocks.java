package io.llmrouter.bedrock;

import io.llmrouter.api.Content;
import io.llmrouter.api.Media;
import io.llmrouter.api.error.InvalidRequestException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.AudioBlock;
import software.amazon.awssdk.services.bedrockruntime.model.AudioSource;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentSource;
import software.amazon.awssdk.services.bedrockruntime.model.ImageBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ImageSource;
import software.amazon.awssdk.services.bedrockruntime.model.S3Location;

/** Images, recordings and documents of one request in Bedrock's form. Not safe for concurrent use. */
final class MediaBlocks {
    private static final Map<String, String> IMAGES = Map.ofEntries(
            Map.entry("image/png", "png"),
            Map.entry("image/jpeg", "jpeg"),
            Map.entry("image/jpg", "jpeg"),
            Map.entry("image/gif", "gif"),
            Map.entry("image/webp", "webp"),
            Map.entry("png", "png"),
            Map.entry("jpeg", "jpeg"),
            Map.entry("jpg", "jpeg"),
            Map.entry("gif", "gif"),
            Map.entry("webp", "webp"));
    private static final Map<String, String> AUDIO = Map.ofEntries(
            Map.entry("audio/mpeg", "mp3"),
            Map.entry("audio/mp3", "mp3"),
            Map.entry("audio/wav", "wav"),
            Map.entry("audio/x-wav", "wav"),
            Map.entry("audio/wave", "wav"),
            Map.entry("audio/opus", "opus"),
            Map.entry("audio/aac", "aac"),
            Map.entry("audio/flac", "flac"),
            Map.entry("audio/ogg", "ogg"),
            Map.entry("audio/mp4", "mp4"),
            Map.entry("audio/x-m4a", "m4a"),
            Map.entry("audio/webm", "webm"),
            Map.entry("audio/pcm", "pcm"),
            Map.entry("mp3", "mp3"),
            Map.entry("wav", "wav"),
            Map.entry("flac", "flac"),
            Map.entry("ogg", "ogg"),
            Map.entry("opus", "opus"),
            Map.entry("aac", "aac"),
            Map.entry("m4a", "m4a"));
    private static final Map<String, String> DOCUMENTS = Map.ofEntries(
            Map.entry("application/pdf", "pdf"),
            Map.entry("text/csv", "csv"),
            Map.entry("application/msword", "doc"),
            Map.entry("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
            Map.entry("application/vnd.ms-excel", "xls"),
            Map.entry("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
            Map.entry("text/html", "html"),
            Map.entry("text/plain", "txt"),
            Map.entry("text/markdown", "md"),
            Map.entry("pdf", "pdf"),
            Map.entry("csv", "csv"),
            Map.entry("doc", "doc"),
            Map.entry("docx", "docx"),
            Map.entry("xls", "xls"),
            Map.entry("xlsx", "xlsx"),
            Map.entry("html", "html"),
            Map.entry("htm", "html"),
            Map.entry("txt", "txt"),
            Map.entry("md", "md"));
    private static final int LONGEST_NAME = 200;

    private final Set<String> documentNames = new HashSet<>();

    ImageBlock image(Content.Image image) {
        String format = format("image", image.media(), "", IMAGES, "png, jpeg, gif, webp");
        var source = image.media() instanceof Media.Inline inline
                ? ImageSource.fromBytes(bytes("image", inline))
                : ImageSource.fromS3Location(s3("image", image.media()));
        return ImageBlock.builder().format(format).source(source).build();
    }

    AudioBlock audio(Content.Audio audio) {
        String format =
                format("audio", audio.media(), "", AUDIO, "mp3, wav, opus, aac, flac, ogg, mp4, m4a, webm, pcm");
        var source = audio.media() instanceof Media.Inline inline
                ? AudioSource.fromBytes(bytes("audio", inline))
                : AudioSource.fromS3Location(s3("audio", audio.media()));
        return AudioBlock.builder().format(format).source(source).build();
    }

    DocumentBlock document(Content.File file) {
        String format = format(
                "document", file.media(), file.name(), DOCUMENTS, "pdf, csv, doc, docx, xls, xlsx, html, txt, md");
        var source = file.media() instanceof Media.Inline inline
                ? DocumentSource.fromBytes(bytes("document", inline))
                : DocumentSource.fromS3Location(s3("document", file.media()));
        return DocumentBlock.builder()
                .format(format)
                .name(documentName(file.name()))
                .source(source)
                .build();
    }

    /** The name in the characters that Bedrock takes, and unlike all others of the request, as Bedrock demands. */
    private String documentName(String name) {
        String base = withoutExtension(name)
                .replaceAll("[^\\p{Alnum}\\s\\-()\\[\\]]", " ")
                .replaceAll("\\s+", " ")
                .strip();
        if (base.isEmpty()) {
            base = "document";
        }
        base = base.substring(0, Math.min(base.length(), LONGEST_NAME));
        String unique = base;
        for (int i = 2; !documentNames.add(unique); i++) {
            unique = base + " (" + i + ")";
        }
        return unique;
    }

    private static String format(
            String kind, Media media, String fileName, Map<String, String> formats, String accepted) {
        String type = media instanceof Media.Inline inline ? bareType(inline.mediaType()) : "";
        String name = media instanceof Media.Url url ? url.url() : fileName;
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        // The extension goes first: browsers send text/plain for markdown and octet-stream for nearly all.
        String format = formats.get(extension);
        if (format == null) {
            format = formats.get(type);
        }
        if (format == null && media instanceof Media.Url url && !url.url().startsWith("s3://")) {
            s3(kind, media);
        }
        if (format == null) {
            throw BedrockErrors.invalid(
                    "The " + kind + " has a format that Bedrock does not take: " + (type.isEmpty() ? "unknown" : type),
                    "Bedrock takes: " + accepted + ".");
        }
        return format;
    }

    private static SdkBytes bytes(String kind, Media.Inline inline) {
        try {
            return SdkBytes.fromByteArrayUnsafe(inline.bytes());
        } catch (IllegalArgumentException malformed) {
            throw BedrockErrors.invalid("The " + kind + " is not valid base64", "Encode its bytes in base64.");
        }
    }

    private static S3Location s3(String kind, Media media) {
        if (media instanceof Media.Url url && url.url().startsWith("s3://")) {
            return S3Location.builder().uri(url.url()).build();
        }
        throw notReachable(kind, media instanceof Media.Stored ? "the id of a file at another provider" : "a URL");
    }

    private static InvalidRequestException notReachable(String kind, String found) {
        return BedrockErrors.invalid(
                "The " + kind + " is given as " + found + ", which Bedrock does not fetch",
                "Send the bytes (a base64 data: URL), or put the file into S3 and give its s3:// address.");
    }

    private static String bareType(String mediaType) {
        int parameters = mediaType.indexOf(';');
        return (parameters < 0 ? mediaType : mediaType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static String withoutExtension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
