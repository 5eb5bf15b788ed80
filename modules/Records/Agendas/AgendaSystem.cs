using System.Security.Cryptography;
using System.Text;
using Virtuos.Kernel;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>An agenda system (ISSD) with an account of its own in an office: what it may do and where.</summary>
internal sealed class AgendaSystem : IOfficeOwned, ILedgered
{
    /// <summary>Reads documents and files.</summary>
    public const string Reads = "read";

    /// <summary>Founds documents and files, works with those it manages.</summary>
    public const string Works = "work";

    public static readonly string[] AllRights = [Reads, Works];

    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    /// <summary>Under which it gives identifiers (ZdrojID); 1 to 6 capital letters and digits.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret, which has 256 bits of its own and is shown once.</summary>
    public required byte[] SecretHash { get; set; }

    public required string[] Rights { get; init; }

    /// <summary>Where they hold; null = the whole office.</summary>
    public Guid[]? Units { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public required string RegisteredByName { get; init; }

    public DateTimeOffset? StoppedAt { get; set; }

    /// <summary>The last batch of theirs that was worked through.</summary>
    public int Received { get; set; }

    /// <summary>The last batch that was prepared for them.</summary>
    public int Prepared { get; set; }

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public bool Opens(string secret) => CryptographicOperations.FixedTimeEquals(SecretHash, Hash(secret));

    /// <summary>What its account may do, in the shape that permissions are asked in.</summary>
    public Dictionary<string, IReadOnlySet<Guid>?> Grants()
    {
        IReadOnlySet<Guid>? where = Units is null ? null : Units.ToHashSet();
        Dictionary<string, IReadOnlySet<Guid>?> grants = new(StringComparer.Ordinal) { [RecordsPermissions.Interface] = null };
        // Whoever works with documents reads them too.
        if (Rights.Length > 0)
            foreach (var permission in (string[])[RecordsPermissions.Desk, RecordsPermissions.Read]) grants[permission] = where;
        if (Rights.Contains(Works))
            foreach (var permission in (string[])[RecordsPermissions.FoundInAgenda, RecordsPermissions.Handle, RecordsPermissions.HandOver]) grants[permission] = where;
        return grants;
    }
}

/// <summary>An agenda system knows of a document: it founded it or was lent it.</summary>
internal sealed class AgendaDocument : IOfficeOwned
{
    public Guid Office { get; set; }

    public required Guid System { get; init; }

    public required Guid Document { get; init; }
}

/// <summary>A version of a file that an agenda system stored, waiting for its documents or already in them.</summary>
internal sealed class ErmsFile : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public required string Source { get; init; }

    public required string Value { get; init; }

    /// <summary>From 1; the highest is the valid one.</summary>
    public required int Version { get; init; }

    public required string Name { get; init; }

    public required string MimeType { get; init; }

    public required long Size { get; init; }

    public required string Blob { get; init; }

    public required bool Final { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? GoneAt { get; set; }
}
