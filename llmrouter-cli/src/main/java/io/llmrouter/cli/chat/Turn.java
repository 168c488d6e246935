package io.llmrouter.cli.chat;

/** A question and its whole answer. */
record Turn(String question, String answer) {}
