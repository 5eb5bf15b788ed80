using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>
/// Gives numbers without gaps (§ 64 of act 499/2004). The counter's row is locked from the asking to the commit, so ask last and save
/// at once: a transaction that fails gives its number back.
/// </summary>
internal sealed class RegisterBook(RecordsDb db, IDirectory directory, TimeProvider clock)
{
    public const string Documents = "documents";
    public const string Files = "files";
    public const string Storage = "storage";
    public const string Disposal = "disposal";
    public const string Posting = "posting";

    private OfficeCard? card;
    private RegistrySetting? setting;

    /// <summary>The next reference number (číslo jednací) of the office.</summary>
    public async Task<RegisterNumber> NextReferenceNumber(Guid office, CancellationToken cancel)
    {
        await Prepare(office, cancel);
        return (await Next(office, Documents, setting is null ? NumberPattern.Documents : NumberPattern.Stored(setting.NumberPattern), 1, cancel))[0];
    }

    /// <summary>So many reference numbers in a row, all used by the transaction that asks.</summary>
    public async Task<IReadOnlyList<RegisterNumber>> NextReferenceNumbers(Guid office, int count, CancellationToken cancel)
    {
        await Prepare(office, cancel);
        return await Next(office, Documents, setting is null ? NumberPattern.Documents : NumberPattern.Stored(setting.NumberPattern), count, cancel);
    }

    /// <summary>So many file marks in a row, all used by the transaction that asks.</summary>
    public async Task<IReadOnlyList<RegisterNumber>> NextFileMarks(Guid office, int count, CancellationToken cancel)
    {
        await Prepare(office, cancel);
        return await Next(office, Files, setting is null ? NumberPattern.Files : NumberPattern.Stored(setting.MarkPattern), count, cancel);
    }

    /// <summary>The next file mark (spisová značka) of the office.</summary>
    public async Task<RegisterNumber> NextFileMark(Guid office, CancellationToken cancel)
    {
        await Prepare(office, cancel);
        return (await Next(office, Files, setting is null ? NumberPattern.Files : NumberPattern.Stored(setting.MarkPattern), 1, cancel))[0];
    }

    /// <summary>The next mark of a storage unit of the office.</summary>
    public async Task<RegisterNumber> NextStorageMark(Guid office, CancellationToken cancel)
    {
        await Prepare(office, cancel);
        return (await Next(office, Storage, NumberPattern.StorageUnits, 1, cancel))[0];
    }

    /// <summary>The next mark of a disposal procedure of the office.</summary>
    public async Task<RegisterNumber> NextDisposalMark(Guid office, CancellationToken cancel)
    {
        await Prepare(office, cancel);
        return (await Next(office, Disposal, NumberPattern.Disposals, 1, cancel))[0];
    }

    /// <summary>The next mark of a posting sheet of the office.</summary>
    public async Task<RegisterNumber> NextPostingMark(Guid office, CancellationToken cancel)
    {
        await Prepare(office, cancel);
        return (await Next(office, Posting, NumberPattern.PostingSheets, 1, cancel))[0];
    }

    /// <summary>Reads what the numbers need before the counter is locked.</summary>
    public async Task Prepare(Guid office, CancellationToken cancel)
    {
        if (card?.Id == office) return;
        card = await directory.Office(office, cancel) ?? throw new InvalidOperationException($"There is no office {office}.");
        setting = await db.RegistrySettings.AsNoTracking().FirstOrDefaultAsync(s => s.Office == office, cancel);
    }

    private async Task<IReadOnlyList<RegisterNumber>> Next(Guid office, string register, NumberPattern pattern, int count, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is null) throw new InvalidOperationException("A number is given only within the transaction that uses it.");
        var year = Prague.Today(clock).Year;
        var rows = await db.Database.SqlQuery<int>($"""
            insert into records.register_counter as c (office, register, year, last) values ({office}, {register}, {year}, {count})
            on conflict (office, register, year) do update set last = c.last + excluded.last returning last as "Value"
            """).ToListAsync(cancel);
        return [.. Enumerable.Range(rows[0] - count + 1, count).Select(number => new RegisterNumber(register, year, number, pattern.Write(card!.Mark, number, year)))];
    }
}
