/** AWS Bedrock: Converse and ConverseStream. */
module io.llmrouter.bedrock {
    requires transitive io.llmrouter.api;
    requires java.net.http;
    requires software.amazon.awssdk.services.bedrockruntime;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.auth;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.http;
    requires org.reactivestreams;
}
