using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="From">The lowest number to show.</param>
internal sealed record RegisterInput(int? Year, int From);

/// <summary>One entry of the register, everything on one line.</summary>
internal sealed record RegisterLine(Guid Id, int Number, string ReferenceNumber, DocumentKind Kind, DateTimeOffset ReceivedAt, string PartyName, string? SenderNumber, string? Amount, string Matter,
    string? FilingMark, Guid Unit, DocumentState State, DateOnly? SettledOn);

/// <param name="Last">The last number given in the year.</param>
/// <param name="Entries">How many entries there are; the same as <paramref name="Last"/>, or numbers are missing.</param>
internal sealed record RegisterView(int Year, IReadOnlyList<int> Years, IReadOnlyList<RegisterLine> Lines, int Last, int Entries, int? Before, int? After, People People);

/// <summary>The register of documents of a year (podací deník), in the order of its numbers, for the filing room.</summary>
internal sealed class ReadRegister(Caller caller, RecordsDb db, IDirectory directory, TimeProvider clock) : UseCase<RegisterInput, RegisterView>(caller, RecordsPermissions.Register)
{
    public const int PartSize = 50;

    protected override async Task<Result<RegisterView>> Do(RegisterInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        // The numbers given and the entries there are have counts of their own: where they differ, numbers are missing.
        var years = await db.Ask("""
            select c.year, c.last, coalesce((select sum(n) from records.register_count e where e.office = c.office and e.register = c.register and e.year = c.year), 0)::int
            from records.register_counter c where c.office = $1 and c.register = $2 order by c.year desc
            """, [office, RegisterBook.Documents], row => (Year: row.GetInt32(0), Last: row.GetInt32(1), Entries: row.GetInt32(2)), cancel);
        var year = input.Year ?? Prague.Today(clock).Year;
        var (_, last, entries) = years.FirstOrDefault(y => y.Year == year);
        var from = Math.Clamp(input.From, 1, Math.Max(1, last));
        // Where the part ends is told by a limit: a plan for a span between two unknown numbers would be made anew for each.
        var lines = await db.Ask($"""
            select id, number, reference_number, kind, received_at, party_name, sender_number, amount, matter, filing_mark, unit, state, settled_on
            from records.document where office = $1 and register = $2 and year = $3 and number >= $4 order by number limit {PartSize}
            """, [office, RegisterBook.Documents, year, from],
            row => new RegisterLine(row.GetGuid(0), row.GetInt32(1), row.GetString(2), Enum.Parse<DocumentKind>(row.GetString(3)), row.GetFieldValue<DateTimeOffset>(4), row.GetString(5), Text(row, 6), Text(row, 7),
                row.GetString(8), Text(row, 9), row.GetGuid(10), Enum.Parse<DocumentState>(row.GetString(11)), row.IsDBNull(12) ? null : row.GetFieldValue<DateOnly>(12)), cancel);
        lines.RemoveAll(l => l.Number >= from + PartSize);
        return new RegisterView(year, [.. years.Select(y => y.Year).Append(year).Distinct().OrderDescending()], lines, last, entries,
            from > 1 ? Math.Max(1, from - PartSize) : null, from + PartSize <= last ? from + PartSize : null, await People.Of(directory, office, cancel));
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
