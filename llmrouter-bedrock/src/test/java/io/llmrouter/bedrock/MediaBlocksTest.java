package io.llmrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.error.InvalidRequestException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

class MediaBlocksTest {
    private static Message only(ConverseRequest request) {
        assertThat(request.messages()).hasSize(1);
        return request.messages().get(0);
    }

    @ParameterizedTest
    @CsvSource({"image/png, png", "image/jpeg, jpeg", "image/jpg, jpeg", "image/gif, gif", "IMAGE/WEBP;q=1, webp"})
    void imagesAreSentAsBytes(String mediaType, String format) {
        ConverseRequest request = TestModels.converse(ChatRequest.builder()
                .user(Content.text("Look"), Content.image(new byte[] {1, 2, 3}, mediaType))
                .build());
        var image = only(request).content().get(1).image();
        assertThat(image.formatAsString()).isEqualTo(format);
        assertThat(image.source().bytes().asByteArray()).containsExactly(1, 2, 3);
    }

    @Test
    void anImageInS3IsReferredToAndOneOnTheWebIsRefusedWithARemedy() {
        ConverseRequest request = TestModels.converse(
                ChatRequest.builder().user(Content.image("s3://bucket/cat.JPG")).build());
        var image = only(request).content().get(0).image();
        assertThat(image.source().s3Location().uri()).isEqualTo("s3://bucket/cat.JPG");
        assertThat(image.formatAsString()).isEqualTo("jpeg");
        for (String url : List.of("https://example.com/cat.png", "https://example.com/cat")) {
            assertThatThrownBy(() -> TestModels.converse(
                            ChatRequest.builder().user(Content.image(url)).build()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("s3://")
                    .hasMessageNotContaining("example.com");
        }
    }

    @Test
    void anUnknownFormatAndBrokenBase64AreRefused() {
        assertThatThrownBy(() -> TestModels.converse(ChatRequest.builder()
                        .user(Content.image(new byte[] {1}, "image/tiff"))
                        .build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("png, jpeg");
        assertThatThrownBy(() -> TestModels.converse(ChatRequest.builder()
                        .user(Content.image("data:image/png;base64,A"))
                        .build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("base64");
    }

    @Test
    void documentsGetFormatsAndNamesThatBedrockTakes() {
        ConverseRequest request = TestModels.converse(ChatRequest.builder()
                .user(
                        Content.file("Q3_report: (final)  v2.pdf", new byte[] {1}, "application/octet-stream"),
                        Content.file("Q3_report: (final)  v2.pdf", new byte[] {1}, "application/pdf"),
                        Content.file("notes.md", new byte[] {1}, "text/plain"),
                        Content.file("", new byte[] {1}, "text/csv"))
                .build());
        assertThat(only(request).content())
                .extracting(block ->
                        block.document().name() + "/" + block.document().formatAsString())
                .containsExactly(
                        "Q3 report (final) v2/pdf", "Q3 report (final) v2 (2)/pdf", "notes/md", "document/csv");
    }

    @Test
    void audioIsSentAsBytes() {
        ConverseRequest request = TestModels.converse(ChatRequest.builder()
                .user(Content.audio(new byte[] {1}, "audio/mpeg"))
                .build());
        assertThat(only(request).content().get(0).audio().formatAsString()).isEqualTo("mp3");
    }
}
