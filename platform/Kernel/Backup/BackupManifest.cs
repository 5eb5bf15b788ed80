using Virtuos.Kernel.Ledger;

namespace Virtuos.Kernel.Backup;

/// <summary>What a backup holds; its last entry, so that a backup without it is known to be incomplete.</summary>
/// <param name="Migrations"><c>module/number</c> → checksum, in the order in which they were applied.</param>
/// <param name="Tables">In an order in which they can be loaded: a table comes after those it refers to.</param>
public sealed record BackupManifest(int Format, DateTimeOffset At, IReadOnlyList<BackupMigration> Migrations, IReadOnlyList<BackupTable> Tables,
    IReadOnlyList<BackupSequence> Sequences, IReadOnlyDictionary<string, string> Keys, long Blobs, IReadOnlyList<Checkpoint> Checkpoints)
{
    public const int CurrentFormat = 1;
    public const string Entry = "manifest.json";
}

public sealed record BackupMigration(string Module, int Number, string Checksum);

/// <summary>One table: its rows as PostgreSQL's binary COPY, gzip.</summary>
/// <param name="Digest">SHA-256 of the packed bytes.</param>
public sealed record BackupTable(string Name, IReadOnlyList<string> Columns, long Rows, string Digest)
{
    public string Entry => $"tables/{Name}.copy.gz";
}

public sealed record BackupSequence(string Name, long Value);

/// <summary>The backup cannot be used; the message says why and what was left untouched.</summary>
public sealed class BackupException(string message) : Exception(message);
