package com.gt8004.sdk.capture.x402;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token whose decimals are known. Payments carry an address and no decimals, and the same number is
 * a cent with 6 of them and nothing with 18: of a token that is not in this table no amount is told.
 *
 * @param decimals places by which atomic units are shifted
 */
record Asset(String symbol, int decimals) {
  private static final String SOLANA = "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp";
  private static final String SOLANA_DEVNET = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";

  /** Chain, symbol, decimals, address. The first of a chain is the one that version 1 means there. */
  private static final String[][] KNOWN = {
    {"eip155:8453", "USDC", "6", "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"},
    {"eip155:84532", "USDC", "6", "0x036CbD53842c5426634e7929541eC2318f3dCF7e"},
    {"eip155:1", "USDC", "6", "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"},
    {"eip155:137", "USDC", "6", "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"},
    {"eip155:42161", "USDC", "6", "0xaf88d065e77c8cC2239327C5EDb3A432268e5831"},
    {"eip155:421614", "USDC", "6", "0x75faf114eafb1BDbe2F0316DF893fd58CE46AA4d"},
    {"eip155:143", "USDC", "6", "0x754704Bc059F8C67012fEd69BC8A327a5aafb603"},
    {"eip155:42220", "USDC", "6", "0xcebA9300f2b948710d2653dD7B07f33A8B32118C"},
    {"eip155:988", "USDT0", "6", "0x779Ded0c9e1022225f8E0630b35a9b54bE713736"},
    {"eip155:2201", "USDT0", "6", "0x78Cf24370174180738C5B8E352B6D14c83a6c9A9"},
    {"eip155:4326", "MegaUSD", "18", "0xFAfDdbb3FC7688494971a79cc65DCa3EF82079E7"},
    {"eip155:31612", "mUSD", "18", "0xdD468A1DDc392dcdbEf6db6e34E89AA338F9F186"},
    {"eip155:31611", "mUSD", "18", "0x118917a40FAF1CD7a13dB0Ef56C86De7973Ac503"},
    {SOLANA, "USDC", "6", "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"},
    {SOLANA_DEVNET, "USDC", "6", "4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU"},
  };

  /** What version 1 calls the chains above. */
  private static final Map<String, String> CHAINS = Map.ofEntries(
      Map.entry("ethereum", "eip155:1"),
      Map.entry("base", "eip155:8453"),
      Map.entry("base-sepolia", "eip155:84532"),
      Map.entry("polygon", "eip155:137"),
      Map.entry("monad", "eip155:143"),
      Map.entry("megaeth", "eip155:4326"),
      Map.entry("stable", "eip155:988"),
      Map.entry("stable-testnet", "eip155:2201"),
      Map.entry("solana", SOLANA),
      Map.entry("solana-devnet", SOLANA_DEVNET));

  private static final Map<String, Asset> BY_ADDRESS = new HashMap<>();
  private static final Map<String, Asset> DEFAULTS = new HashMap<>();

  static {
    for (String[] known : KNOWN) {
      Asset asset = new Asset(known[1], Integer.parseInt(known[2]));
      BY_ADDRESS.put(key(known[0], known[3]), asset);
      DEFAULTS.putIfAbsent(known[0], asset);
    }
  }

  /** The token at this address of this network; null where it is not known. */
  static @Nullable Asset at(String network, String address) {
    return BY_ADDRESS.get(key(chain(network), address));
  }

  /** The token that is meant where none is named; null where that is not known. */
  static @Nullable Asset defaultOf(String network) {
    return DEFAULTS.get(chain(network));
  }

  private static String chain(String network) {
    return CHAINS.getOrDefault(network, network);
  }

  /** Hexadecimal addresses may have capitals as a checksum; those of Solana mean what they say. */
  private static String key(String chain, String address) {
    boolean hexadecimal = chain.startsWith("eip155:");
    return chain + ' ' + (hexadecimal ? address.toLowerCase(Locale.ROOT) : address);
  }
}
