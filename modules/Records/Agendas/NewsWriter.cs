using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>Says in events of the interface what somebody else did with documents that an agenda system knows.</summary>
internal sealed class NewsWriter(RecordsDb db, ProfileShelf shelf, AgendaThings things)
{
    public async Task<IReadOnlyList<XElement>> Answers(IReadOnlyList<ErmsNews> owed, CancellationToken cancel)
    {
        List<XElement> answers = [];
        foreach (var news in owed.Where(n => n.Incoming is not null))
            answers.AddRange((await db.ErmsEvents.AsNoTracking().Where(e => e.System == news.System && e.Batch == news.Incoming).OrderBy(e => e.Event).ToListAsync(cancel))
                .Select(e => BatchOperations.Message(e.Batch, e)));
        return answers;
    }

    public async Task<IReadOnlyList<XElement>> Events(IReadOnlyList<ErmsNews> owed, CancellationToken cancel)
    {
        List<XElement> events = [];
        var ids = owed.Select(n => n.Step).OfType<Guid>().ToList();
        var steps = await db.Steps.AsNoTracking().Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, cancel);
        var documentIds = steps.Values.Select(s => s.Document).Distinct().ToList();
        var documents = await db.Documents.AsNoTracking().Where(d => documentIds.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancel);
        foreach (var news in owed.Where(n => n.Step is not null))
        {
            var step = steps[news.Step!.Value];
            if (await Event(step, documents[step.Document], news.System, cancel) is not { } said) continue;
            said.Add(New("Autorizace", New("provedlKdo", step.Actor?.ToString() ?? "Virtuos"), New("provedlKdy", Write(step.At))));
            said.SetAttributeValue("UdalostId", news.Id);
            events.Add(said);
        }
        return events;
    }

    private async Task<XElement?> Event(Step step, Document document, Guid system, CancellationToken cancel)
    {
        var id = (await things.Name(document.Id, cancel)).Xml();
        switch (step.Kind)
        {
            case StepKind.HandedOver or StepKind.TakenOver:
                return New("DokumentZmenaZpracovatele", New("DokumentPredani", New("IdDokument", id)), New("Prebirajici", New("novyZpracovatel", step.ToHolder ?? step.ToUnit)));
            case StepKind.PutIntoFile or StepKind.TakenOut:
                if (await File(step.Note, cancel) is not { } file) return null;
                return step.Kind == StepKind.TakenOut
                    ? New("DokumentVyjmutiZeSpisu", New("SpisId", file.Xml()), New("DokumentyVlozene", New("DokumentIdVlozeny", New("IdDokument", id))))
                    : New("DokumentVlozeniDoSpisu", New("SpisId", file.Xml()), New("DokumentyVlozene", New("DokumentIdVlozeny", New("IdDokument", id), New("StavZarazeniDoSpisu", "Vlozen"))));
            case StepKind.Settled:
                return New("DokumentVyrizeni", New("IdDokument", id), ErmsProfiles.Settled(document.How, document.SettledNote ?? step.Note, document.SettledAt ?? step.At));
            case StepKind.Reopened:
                return New("DokumentOtevreni", New("DokumentOtevreni", id));
            case StepKind.Cancelled:
                return New("DokumentZruseni", New("DokumentZruseni", id));
            case StepKind.Lent:
                return New("DokumentPostoupeni", ErmsProfiles.Document("ProfilDokumentu", (await shelf.Read([document], cancel))[0]));
            case StepKind.FileClosed or StepKind.FileReopened:
                // Every document of the file has the step; the first one that the system knows tells it.
                var first = await db.Documents.Where(d => d.File == document.File && db.AgendaDocuments.Any(a => a.System == system && a.Document == d.Id)).OrderBy(d => d.FilePosition).Select(d => d.Id).FirstAsync(cancel);
                if (first != document.Id) return null;
                var whole = (await things.Name(document.File!.Value, cancel)).Xml();
                return step.Kind == StepKind.FileClosed ? New("SpisUzavreni", New("SpisId", whole), New("DatumCasUzavreni", Write(step.At))) : New("SpisOtevreni", New("SpisId", whole));
            default:
                return null;
        }
    }

    private async Task<ErmsId?> File(string? mark, CancellationToken cancel) =>
        await db.Files.AsNoTracking().Where(f => f.Mark == mark).Select(f => (Guid?)f.Id).FirstOrDefaultAsync(cancel) is { } id ? await things.Name(id, cancel) : null;
}
