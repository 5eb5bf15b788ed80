using Npgsql;

namespace Virtuos.Kernel.Ledger;

/// <summary>Reads entries back exactly as they were hashed.</summary>
internal static class LedgerReader
{
    public const string Columns = "l.id, l.office, l.at, l.deed, l.act, l.actor_kind, l.actor, l.on_behalf_of, l.purpose, l.kind, l.thing, l.digest";

    /// <param name="from">The position of the first of <see cref="Columns"/> in the row.</param>
    public static LedgerEntry Entry(NpgsqlDataReader row, int from = 0) => new()
    {
        Id = row.GetGuid(from),
        Office = row.GetGuid(from + 1),
        At = new(row.GetDateTime(from + 2), TimeSpan.Zero),
        Deed = row.GetString(from + 3),
        Act = row.GetString(from + 4),
        ActorKind = row.GetString(from + 5),
        Actor = row.IsDBNull(from + 6) ? null : row.GetGuid(from + 6),
        OnBehalfOf = row.IsDBNull(from + 7) ? null : row.GetGuid(from + 7),
        Purpose = row.IsDBNull(from + 8) ? null : row.GetString(from + 8),
        Kind = row.GetString(from + 9),
        Thing = row.GetGuid(from + 10),
        Digest = row.GetFieldValue<byte[]>(from + 11),
    };
}
