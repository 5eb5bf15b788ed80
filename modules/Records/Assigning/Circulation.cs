using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Records;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>Writes down that a document moved, takes along what belongs to it, and tells the others who has it now.</summary>
internal sealed class Circulation(RecordsDb db, Caller caller, IDirectory directory, TimeProvider clock)
{
    private static readonly StepKind[] moves = [StepKind.Assigned, StepKind.HandedOver, StepKind.TakenOver, StepKind.HandOverRefused, StepKind.Recalled];

    /// <summary>How it came to where it lies.</summary>
    public static Task<Step?> LastMove(RecordsDb db, Guid document, CancellationToken cancel) =>
        db.Steps.AsNoTracking().Where(s => s.Document == document && moves.Contains(s.Kind)).OrderByDescending(s => s.At).ThenByDescending(s => s.Id).FirstOrDefaultAsync(cancel);

    public async Task Note(Document document, StepKind kind, Guid fromUnit, Guid? fromHolder, OfficialCard? to, string? reason, CancellationToken cancel)
    {
        var unit = (await directory.Units(document.Office, cancel)).First(u => u.Id == document.Unit);
        foreach (var child in await db.Documents.Where(d => d.Parent == document.Id).ToListAsync(cancel)) child.Follow(document);

        if (fromHolder is { } substituted && substituted != caller.Person && caller.ActsFor.Contains(substituted)) caller.For(substituted, caller.Purpose);
        var at = clock.GetUtcNow();
        db.Add(Step.Moved(document, kind, caller, at, fromUnit, fromHolder, to is null ? unit.Name : $"{to.Name}, {unit.Name}", reason is "" ? null : reason));
        db.Publish(new DocumentAssigned(document.Id, document.Origin, unit.Name, to?.Name, to is null ? null : $"{to.Phone}, {to.Email}", at), document.Office);
    }
}
