using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Kernel.Ledger;

/// <summary>
/// A signed statement that the chain of an office had this head at this time. Kept outside the installation, it is all that
/// is needed to find later that something was changed, inserted, removed or cut off.
/// </summary>
public sealed record Checkpoint(Guid Office, long Seq, string Head, DateTimeOffset At, string Signature)
{
    public static Checkpoint Sign(Guid office, long seq, byte[] head, DateTimeOffset at, KeyRing keys)
    {
        at = new(at.UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
        var unsigned = new Checkpoint(office, seq, Convert.ToHexStringLower(head), at, "");
        return unsigned with { Signature = Convert.ToBase64String(keys.Signing.SignData(unsigned.Statement, HashAlgorithmName.SHA256)) };
    }

    /// <summary>Whether the installation that owns the key said this.</summary>
    public bool IsSignedBy(ECDsa key)
    {
        var signature = new byte[Signature.Length];
        return Convert.TryFromBase64String(Signature, signature, out var length) && key.VerifyData(Statement, signature.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    private byte[] Statement => Encoding.UTF8.GetBytes($"virtuos ledger checkpoint\n{Office}\n{Seq}\n{Head}\n{At.UtcTicks / TimeSpan.TicksPerMicrosecond}");

    internal async Task Save(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "insert into kernel.ledger_checkpoint (office, seq, head, at, signature) values ($1, $2, $3, $4, $5) on conflict (office) do update set seq = excluded.seq, head = excluded.head, at = excluded.at, signature = excluded.signature",
            connection, transaction);
        foreach (var value in (object[])[Office, Seq, Head, At, Signature]) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancel);
    }

    internal static async Task<List<Checkpoint>> Stored(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select office, seq, head, at, signature from kernel.ledger_checkpoint", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<Checkpoint> all = [];
        while (await reader.ReadAsync(cancel))
            all.Add(new(reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2), new(reader.GetDateTime(3), TimeSpan.Zero), reader.GetString(4)));
        return all;
    }
}
