package com.gt8004.sdk.capture;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Words to be recognised from their last character backwards, so that a reader who stands at the end
 * of one needs neither its begin nor a copy of it. Built once, then read by any thread.
 */
final class EndingTree {
  private static final int DIRECT = 128;

  /** What may come before an ending that was read so far. */
  static final class Node {
    private char[] labels = new char[0];
    private Node[] nodes = new Node[0];
    private int value;

    /** A bit for each of the labels, modulo 64: most characters lead nowhere. */
    private long some;

    /** What the word that ends the walk here stands for; 0 where no word begins here. */
    int value() {
      return value;
    }

    @Nullable
    Node before(char c) {
      if ((some >>> c & 1) == 0) {
        return null;
      }
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] == c) {
          return nodes[i];
        }
      }
      return null;
    }

    private Node grow(char c) {
      Node present = before(c);
      if (present != null) {
        return present;
      }
      Node node = new Node();
      int count = labels.length;
      labels = Arrays.copyOf(labels, count + 1);
      nodes = Arrays.copyOf(nodes, count + 1);
      labels[count] = c;
      some |= 1L << c;
      nodes[count] = node;
      return node;
    }
  }

  private final Node root = new Node();
  private final @Nullable Node[] direct = new Node[DIRECT];

  /** Adds a word with a value other than 0; of one that is there already the bits are joined. */
  void add(String word, int value) {
    Node node = root;
    for (int i = word.length() - 1; i >= 0; i--) {
      node = node.grow(word.charAt(i));
    }
    node.value |= value;
    char last = word.charAt(word.length() - 1);
    if (last < DIRECT) {
      direct[last] = root.before(last);
    }
  }

  /** Where a walk begins: most words end here, on their last character. */
  @Nullable
  Node endingIn(char c) {
    return c < DIRECT ? direct[c] : root.before(c);
  }
}
