using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Calendar;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>Writes what the foreign service is to do, and what it is asked to learn whether it has done it.</summary>
internal sealed class ForeignMessages(RecordsDb db, FilePlans plans, TimeProvider clock)
{
    public async Task<XElement> Request(ForeignService service, ForeignTask task, CancellationToken cancel) => task.What switch
    {
        ForeignWhat.Found => await Found(service, task, cancel),
        ForeignWhat.OpenFile => await OpenFile(service, task, cancel),
        ForeignWhat.Put => Event(service, task, New("DokumentVlozeniDoSpisu", New("SpisId", Id(service, task.File)), New("DokumentyVlozene", New("DokumentIdVlozeny", New("IdDokument", Id(service, task.Document)), New("StavZarazeniDoSpisu", "Vlozen"))))),
        ForeignWhat.Settle => await Settle(service, task, cancel),
        ForeignWhat.SettleFile => Event(service, task, New("SpisVyrizeni", New("SpisId", Id(service, task.File)), ErmsProfiles.Settled("other", "Spis je vyřízen.", await ClosedAt(task, cancel)))),
        _ => Event(service, task, New("SpisUzavreni", New("SpisId", Id(service, task.File)), New("DatumCasUzavreni", Write(await ClosedAt(task, cancel))))),
    };

    /// <summary>The question whose answer tells whether the task is done.</summary>
    public XElement Question(ForeignService service, ForeignTask task) => task.Document is { } document
        ? Request(service, "ProfilDokumentuZadost", New("IdDokument", Id(service, document)))
        : Request(service, "ProfilSpisuZadost", New("IdSpisu", Id(service, task.File)));

    /// <summary>What we call a thing towards the foreign service: our code and our id.</summary>
    public static ErmsId Name(ForeignService service, Guid thing) => new($"{thing}", service.OwnCode);

    private async Task<XElement> Found(ForeignService service, ForeignTask task, CancellationToken cancel)
    {
        var d = await db.Documents.AsNoTracking().FirstAsync(x => x.Office == task.Office && x.Id == task.Document, cancel);
        var parts = await db.Components.AsNoTracking().Where(c => c.Office == d.Office && c.Document == d.Id && c.Role != ComponentRole.Draft).OrderBy(c => c.Position).ThenBy(c => c.Version).ToListAsync(cancel);
        var valid = parts.GroupBy(p => p.Position).Select(g => g.OrderByDescending(p => p.Role == ComponentRole.Output).ThenByDescending(p => p.Version).First()).ToList();
        return Request(service, "DokumentZalozeni",
            valid.Count == 0 ? null : New("UdalostiPredchazejici", valid.Select((p, i) => Said(service, Bytes(service, p), task.Seq * 1000 + i + 1))),
            New("ProfilDokumentu", Id(service, d.Id),
                New("DatumCasVytvoreni", Write(d.CreatedAt)), New("Forma", d.IsOnPaper ? "analogova" : "digitalni"),
                New("Nazev", Cut(d.Matter, 100)), d.Matter.Length > 100 ? New("Popis", Cut(d.Matter, 255)) : null,
                await Group(d.Office, d.FilingMark, cancel), d.ReferenceNumber is { } number ? New("Poznamka", $"Evidenční číslo v agendě: {number}") : null, d.SenderNumber is { } theirs ? New("CjOdesilatel", theirs) : null,
                New("PocetListu", d.IsOnPaper ? 1 : 0), New("PocetPriloh", Math.Max(0, valid.Count - 1)), New("DruhPriloh", valid.Count > 1 ? "soubory" : ""), New("PocetListuPriloh", 0),
                d.Kind == DocumentKind.Received ? ErmsProfiles.Delivery(d) : null,
                valid.Count == 0 ? null : New("OdkazyNaSoubory", valid.Select((p, i) => New("dmFileLink", new XAttribute("dmFileMetaType", i == 0 ? "main" : "enclosure"), new XAttribute("dmFileDescr", p.Name), Id(service, p.Id))))));
    }

    private async Task<XElement> OpenFile(ForeignService service, ForeignTask task, CancellationToken cancel)
    {
        var f = await db.Files.AsNoTracking().FirstAsync(x => x.Office == task.Office && x.Id == task.File, cancel);
        return Request(service, "SpisZalozeni", New("ProfilSpisu", Id(service, f.Id), New("ZpusobVedeni", "Priorace"), New("DatumCasVytvoreni", Write(f.OpenedAt)),
            New("Nazev", Cut(f.Matter, 100)), await Group(f.Office, f.FilingMark, cancel), New("DokumentyVlozene")));
    }

    private async Task<XElement> Settle(ForeignService service, ForeignTask task, CancellationToken cancel)
    {
        var d = await db.Documents.AsNoTracking().FirstAsync(x => x.Office == task.Office && x.Id == task.Document, cancel);
        return Event(service, task, New("DokumentVyrizeni", New("IdDokument", Id(service, d.Id)), ErmsProfiles.Settled(d.How, d.SettledNote, d.SettledAt ?? task.At)));
    }

    private async Task<DateTimeOffset> ClosedAt(ForeignTask task, CancellationToken cancel) =>
        await db.Files.AsNoTracking().Where(f => f.Office == task.Office && f.Id == task.File).Select(f => f.ClosedAt).FirstAsync(cancel) ?? task.At;

    private static XElement Bytes(ForeignService service, Component part)
    {
        var content = New("dmEncodedContent");
        content.AddAnnotation(new ErmsContent(part.Blob, part.Size));
        return New("SouborZalozeni", New("ZalozeniSouboru", New("Soubor", new XAttribute("dmMimeType", part.MimeType), new XAttribute("dmFileDescr", part.Name), new XAttribute("dmFinalniVerze", "A"), content, Id(service, part.Id))));
    }

    // The foreign plan is told our mark in full: that one decides whether it has it.
    private async Task<XElement?> Group(Guid office, string? mark, CancellationToken cancel)
    {
        var plan = await plans.On(office, Prague.Today(clock), cancel);
        return mark is null || plan.GroupUnder(mark) is not { } group ? null : New("VecnaSkupina", New("SpisovyPlan", Cut(plan.Plan.Name, 100)), New("SpisovyZnak", mark),
            New("JednoduchySpisovyZnak", Cut(mark[(mark.LastIndexOf('.') + 1)..], 50)), New("Popis", Cut(group.Name, 255)), New("DatumOtevreni", Write(group.OpenedOn)));
    }

    private XElement Event(ForeignService service, ForeignTask task, XElement e) => New("UdalostiRequest", Parties(service), New("Udalosti", Said(service, e, task.Seq)));

    private XElement Said(ForeignService service, XElement e, long id)
    {
        e.SetAttributeValue("UdalostId", id);
        e.Add(Who(service));
        return e;
    }

    private XElement Request(ForeignService service, string name, params object?[] parts) => New($"{name}Request", [Parties(service), .. parts, Who(service)]);

    private XElement Who(ForeignService service) => New("Autorizace", New("provedlKdo", service.OnBehalfOf), New("provedlKdy", Write(clock.GetUtcNow())));

    private static XAttribute[] Parties(ForeignService service) => [new("Zdroj", service.OwnCode), new("Cil", service.Code)];

    private static XElement Id(ForeignService service, Guid? thing) => Name(service, thing!.Value).Xml();
}
