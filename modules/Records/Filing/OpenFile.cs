using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="Documents">Those that the caller may see, in order of the file.</param>
/// <param name="Hidden">How many more lie in the file.</param>
/// <param name="Hindrances">What keeps it open, for those who may close it; null for others and for a closed one.</param>
/// <param name="Converts">This machine turns office documents into output formats by itself.</param>
internal sealed record FileView(CaseFile File, IReadOnlyList<DeskRow> Documents, int Hidden, SubjectGroup? Group, People People, DateOnly Today, IReadOnlyList<Hindrance>? Hindrances, bool Converts, FileAbout About);

/// <summary>An official opens a file; the reading goes to the ledger.</summary>
internal sealed class OpenFile(Caller caller, RecordsDb db, Sight sight, IDirectory directory, FilePlans plans, FileClosing closing, FileAboutReader about, OfficeConversion conversion, TimeProvider clock) : UseCase<Guid, FileView>(caller, RecordsPermissions.Desk)
{
    public const int Most = 500;

    protected override async Task<Result<FileView>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.FindFile(input, cancel) is not { } file) return Refusal.NotFound();
        db.NoteRead(nameof(CaseFile), file.Id);
        await db.SaveChangesAsync(cancel);
        var inFile = db.Documents.AsNoTracking().Where(d => d.File == file.Id);
        var rows = await inFile.Where(sight.Seen).OrderBy(d => d.FilePosition).Take(Most).Select(Worklist.Row).ToListAsync(cancel);
        return new FileView(file, rows, await inFile.CountAsync(cancel) - rows.Count, (await plans.Of(file, cancel)).GroupUnder(file.FilingMark),
            await People.Of(directory, file.Office, cancel), Prague.Today(clock),
            file.Takes && CloseFile.Keeps(Caller, file) ? await closing.Hindrances(file, cancel) : null, conversion.Program is not null, await about.Read(file, cancel));
    }
}
