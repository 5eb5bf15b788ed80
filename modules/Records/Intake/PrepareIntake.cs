using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="Last">The sender of the paper that the clerk has just taken in, to be repeated.</param>
/// <param name="Recent">Senders of the office's latest papers, to be offered while typing.</param>
internal sealed record IntakeView(Filer? Last, string? LastAgenda, IReadOnlyList<Filer> Recent);

/// <summary>Lays out the counter: the senders of late, so that nobody types them again.</summary>
internal sealed class PrepareIntake(Caller caller, RecordsDb db, Sight sight) : UseCase<Guid?, IntakeView>(caller, RecordsPermissions.RegisterPaper)
{
    private const int Looked = 300;
    private const int Offered = 50;

    /// <param name="input">The document whose sender is to be repeated, or null.</param>
    protected override async Task<Result<IntakeView>> Do(Guid? input, CancellationToken cancel)
    {
        var last = input is { } id ? await sight.Find(id, cancel) : null;
        var latest = await db.Documents.AsNoTracking().Where(d => d.Kind == DocumentKind.Received).OrderByDescending(d => d.Id).Take(Looked)
            .Where(d => d.Channel == "paper").Select(d => d.Party).ToListAsync(cancel);
        return new IntakeView(last?.Party, last?.Agenda, [.. latest.DistinctBy(p => p.Name).Take(Offered)]);
    }
}
