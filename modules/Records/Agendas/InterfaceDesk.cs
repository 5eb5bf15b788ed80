using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>What the screen of a document says about other systems.</summary>
/// <param name="ManagedBy">The agenda system that works with it now.</param>
/// <param name="LendTo">Agenda systems that it can be sent to.</param>
/// <param name="Foreign">What it is called in the foreign service, or null.</param>
/// <param name="Owed">What the foreign service is still to do with it; <c>Refused</c> is that which it said no to.</param>
internal sealed record InterfaceView(string? ManagedBy, IReadOnlyList<(Guid Id, string Name)> LendTo, string? Service, ForeignThing? Foreign, int Owed, int Refused);

/// <summary>Reads that within the use case that opens the document.</summary>
internal sealed class InterfaceDesk(Caller caller, RecordsDb db)
{
    public async Task<InterfaceView> Read(DocumentView view, CancellationToken cancel)
    {
        var document = view.Document;
        var systems = await db.AgendaSystems.AsNoTracking().Where(s => s.StoppedAt == null || s.Id == document.ManagedBy).ToListAsync(cancel);
        var lends = view.Handles && document.Holder == caller.Person && document.State is DocumentState.Registered or DocumentState.InHand;
        var service = await db.ForeignServices.AsNoTracking().Select(s => s.Name).FirstOrDefaultAsync(cancel);
        var tasks = service is null ? [] : await db.ForeignTasks.AsNoTracking().Where(t => t.Document == document.Id && t.State != ForeignState.Done).Select(t => t.State).ToListAsync(cancel);
        return new(document.ManagedBy is { } by ? systems.Find(s => s.Id == by)?.Name : null,
            lends && document.ManagedBy is null ? [.. systems.Where(s => s.Rights.Contains(AgendaSystem.Works) && (s.Units is null || s.Units.Contains(document.Unit))).Select(s => (s.Id, s.Name))] : [],
            service, service is null ? null : await db.ForeignThings.AsNoTracking().FirstOrDefaultAsync(t => t.Thing == document.Id, cancel),
            tasks.Count, tasks.Count(t => t == ForeignState.Refused));
    }
}
