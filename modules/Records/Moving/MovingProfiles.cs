using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>Tells files, documents, components and type files in the words of the standard (gProfilSpisu, gProfilDokumentu, Soubor, gTypovySpis).</summary>
internal sealed class MovingProfiles(RecordsDb db, AgendaThings things, FilePlans plans)
{
    public const string BytesFolder = "data";

    public Task<Dictionary<Guid, XElement>> Of(Guid office, MovedKind kind, List<Guid> keys, CancellationToken cancel) => kind switch
    {
        MovedKind.TypeFile => TypeFiles(office, keys, cancel),
        MovedKind.File => Files(office, keys, cancel),
        MovedKind.Document => Documents(office, keys, cancel),
        _ => Components(office, keys, cancel),
    };

    private async Task<Dictionary<Guid, XElement>> Files(Guid office, List<Guid> keys, CancellationToken cancel)
    {
        var files = await db.Files.AsNoTracking().Where(f => f.Office == office && keys.Contains(f.Id)).ToListAsync(cancel);
        var documents = await db.Documents.AsNoTracking().Where(d => d.Office == office && d.File != null && keys.Contains(d.File.Value)).OrderBy(d => d.FilePosition).ToListAsync(cancel);
        var laid = await Laid(office, [.. documents.Select(d => d.Id)], cancel);
        var references = (await db.References.AsNoTracking().Where(r => r.Office == office && r.FromFile != null && keys.Contains(r.FromFile.Value)).OrderBy(r => r.Id).ToListAsync(cancel)).ToLookup(r => r.FromFile!.Value);
        var typeFileOf = await db.Volumes.AsNoTracking().Where(v => v.Office == office && db.Files.Any(f => f.Volume == v.Id && keys.Contains(f.Id)))
            .Join(db.Sections, v => v.Section, s => s.Id, (v, s) => new { v.Id, s.TypeFile }).ToDictionaryAsync(v => v.Id, v => v.TypeFile, cancel);
        var names = await things.Names([.. keys, .. documents.Select(d => d.Id), .. typeFileOf.Values, .. references.SelectMany(r => r).Select(r => (r.ToFile ?? r.ToDocument)!.Value)], cancel);
        Dictionary<Guid, XElement> told = [];
        foreach (var file in files)
        {
            var inside = documents.Where(d => d.File == file.Id).Select(d => new DocumentProfile(d, file, laid.GetValueOrDefault(d.Id, d.CreatedAt), [], null, names)).ToList();
            var element = ErmsProfiles.File("Spis", new(file, inside, null, names));
            element.Add(Rule(await plans.Of(file, cancel), file), file.Volume is { } v ? New("VlozenVTypovemSpisu", New("TypovySpisId", names[typeFileOf[v]].Xml()), New("StavZarazeni", "Vlozen"), New("DatumCasVlozeni", Write(file.OpenedAt))) : null,
                Crossing("KrizoveOdkazyPevne", references[file.Id].Where(r => r.Firm && r.ToFile is not null), names), Crossing("KrizoveOdkazyVolne", references[file.Id].Where(r => !r.Firm || r.ToFile is null), names));
            told[file.Id] = InOrder(element, "Identifikator ZpusobVedeni DatumCasVytvoreni Nazev Popis SpisovaZnacka PodaciDenikPoradi PodaciDenikRok VecnaSkupina SkartacniRezim VlozenVTypovemSpisu DokumentyVlozene VlastniKdo StavSpisu Vyrizeni DatumCasUzavreni KrizoveOdkazyPevne KrizoveOdkazyVolne");
        }
        return told;
    }

    private async Task<Dictionary<Guid, XElement>> Documents(Guid office, List<Guid> keys, CancellationToken cancel)
    {
        var documents = await db.Documents.AsNoTracking().Where(d => d.Office == office && keys.Contains(d.Id)).ToListAsync(cancel);
        var parts = (await db.Components.AsNoTracking().Where(c => c.Office == office && keys.Contains(c.Document)).OrderBy(c => c.Position).ThenBy(c => c.Role).ThenBy(c => c.Version).ToListAsync(cancel)).ToLookup(c => c.Document);
        var fileIds = documents.Select(d => d.File).OfType<Guid>().Distinct().ToList();
        var files = await db.Files.AsNoTracking().Where(f => f.Office == office && fileIds.Contains(f.Id)).ToDictionaryAsync(f => f.Id, cancel);
        var laid = await Laid(office, keys, cancel);
        var references = (await db.References.AsNoTracking().Where(r => r.Office == office && r.FromDocument != null && keys.Contains(r.FromDocument.Value)).OrderBy(r => r.Id).ToListAsync(cancel)).ToLookup(r => r.FromDocument!.Value);
        var names = new Dictionary<Guid, ErmsId>(await things.Names([.. keys, .. fileIds, .. documents.Select(d => d.Parent).OfType<Guid>(), .. references.SelectMany(r => r).Select(r => (r.ToFile ?? r.ToDocument)!.Value)], cancel));
        foreach (var (id, name) in await PartNames(office, parts.SelectMany(p => p), cancel)) names[id] = name;
        Dictionary<Guid, XElement> told = [];
        foreach (var d in documents)
        {
            var element = ErmsProfiles.Document("Dokument", new(d, d.File is { } f ? files[f] : null, laid.GetValueOrDefault(d.Id, d.CreatedAt), [.. parts[d.Id]], null, names));
            // One attachment may be here in several forms and versions.
            var attachments = Math.Max(0, parts[d.Id].Select(c => c.Position).Distinct().Count() - 1);
            element.SetElementValue(Ns + "PocetPriloh", attachments);
            element.SetElementValue(Ns + "DruhPriloh", attachments > 0 ? "soubory" : "");
            element.Add(Crossing("KrizoveOdkazyVolne", references[d.Id], names), d.Parent is { } p ? New("SouvisejiciDokument", names[p].Xml(), New("DuvodId", d.Kind == DocumentKind.Own ? "iniciacni" : "souvisejici")) : null);
            told[d.Id] = InOrder(element, "Identifikator DatumCasVytvoreni Forma Evidence Nazev Popis CisloJednaci SpisovaZnacka PodaciDenikPoradi PodaciDenikRok VecnaSkupina CjOdesilatel PocetListu PocetPriloh DruhPriloh PocetListuPriloh VlozenVeSpisu Doruceni OdkazyNaSoubory SouvisejiciDokument KrizoveOdkazyVolne VlastniKdo StavDokumentu Vyrizeni DatumCasUzavreni");
        }
        return told;
    }

    private async Task<Dictionary<Guid, XElement>> Components(Guid office, List<Guid> keys, CancellationToken cancel)
    {
        var parts = await db.Components.AsNoTracking().Where(c => c.Office == office && keys.Contains(c.Id)).ToListAsync(cancel);
        var names = await PartNames(office, parts, cancel);
        return parts.ToDictionary(c => c.Id, c => New("Soubor", names[c.Id].Xml(), New("AktualniVerze",
            new XAttribute("dmMimeType", c.MimeType), new XAttribute("dmFileDescr", c.Name), new XAttribute("dmFinalniVerze", c.Role == ComponentRole.Draft ? "N" : "A"),
            New("dmLocalRelativePath", BytesFolder), New("dmLocalFileName", FileName(c.Id)), New("DatumCasVytvoreni", Write(c.AddedAt)), New("Verze", c.Version))));
    }

    /// <summary>The name of the bytes of a component beside its entity.</summary>
    public static string FileName(Guid component) => $"{component}.bin";

    private async Task<Dictionary<Guid, XElement>> TypeFiles(Guid office, List<Guid> keys, CancellationToken cancel)
    {
        var all = await db.TypeFiles.AsNoTracking().Where(t => t.Office == office && keys.Contains(t.Id)).ToListAsync(cancel);
        var sections = (await db.Sections.AsNoTracking().Where(s => s.Office == office && keys.Contains(s.TypeFile)).OrderBy(s => s.Mark).ToListAsync(cancel)).ToLookup(s => s.TypeFile);
        var sectionIds = sections.SelectMany(s => s).Select(s => s.Id).ToList();
        var volumes = (await db.Volumes.AsNoTracking().Where(v => v.Office == office && sectionIds.Contains(v.Section)).OrderBy(v => v.Number).ToListAsync(cancel)).ToLookup(v => v.Section);
        var volumeIds = volumes.SelectMany(v => v).Select(v => v.Id).ToList();
        var files = (await db.Files.AsNoTracking().Where(f => f.Office == office && f.Volume != null && volumeIds.Contains(f.Volume.Value)).OrderBy(f => f.OpenedAt).ThenBy(f => f.Id).Select(f => new { f.Id, f.OpenedAt, Volume = f.Volume!.Value }).ToListAsync(cancel)).ToLookup(f => f.Volume);
        var names = await things.Names([.. keys, .. files.SelectMany(f => f).Select(f => f.Id)], cancel);
        return all.ToDictionary(t => t.Id, t => New("TypovySpis", names[t.Id].Xml(), New("DatumCasVytvoreni", Write(t.OpenedAt)), TypeFileOperations.Basics(t.FilingMark, t.Name),
            New("Soucasti", sections[t.Id].Select(s => New("Soucast", AgendaThings.Ours(s.Id).Xml(), New("DatumCasVytvoreni", Write(s.OpenedAt)), TypeFileOperations.Basics(s.Mark, s.Name),
                New("Dily", volumes[s.Id].Select(v => New("Dil", AgendaThings.Ours(v.Id).Xml(), New("Stav", State(v.ClosedAt)), New("DatumCasOtevreni", Write(v.OpenedAt)), Closed(v.ClosedAt), New("VlastniKdo", t.Holder ?? t.Unit),
                    New("SpisyVlozene", files[v.Id].Select((f, i) => New("SpisVlozeny", New("PoradiVDiluTypovehoSpisu", i + 1), New("SpisId", names[f.Id].Xml()), New("StavZarazeniDoTypovehoSpisu", "Vlozen"), New("DatumCasVlozeni", Write(f.OpenedAt)))))))),
                New("Stav", State(t.ClosedAt)), Closed(t.ClosedAt), New("VlastniKdo", t.Holder ?? t.Unit)))),
            New("VlastniKdo", t.Holder ?? t.Unit), New("StavTypovehoSpisu", State(t.ClosedAt)), Closed(t.ClosedAt)));
    }

    private static string State(DateTimeOffset? closedAt) => closedAt is null ? "otevren" : "uzavren";

    private static XElement? Closed(DateTimeOffset? at) => at is { } closed ? New("DatumCasUzavreni", Write(closed)) : null;

    private async Task<Dictionary<Guid, DateTimeOffset>> Laid(Guid office, List<Guid> documents, CancellationToken cancel) =>
        await db.Steps.AsNoTracking().Where(s => s.Office == office && documents.Contains(s.Document) && s.Kind == StepKind.PutIntoFile).GroupBy(s => s.Document).Select(g => new { g.Key, At = g.Max(s => s.At) }).ToDictionaryAsync(s => s.Key, s => s.At, cancel);

    // A stored file of an agenda system keeps the identifier that it gave.
    private async Task<Dictionary<Guid, ErmsId>> PartNames(Guid office, IEnumerable<Component> parts, CancellationToken cancel)
    {
        var all = parts.ToList();
        var stored = all.Select(p => p.StoredFile).OfType<Guid>().ToList();
        var known = stored.Count == 0 ? [] : await db.ErmsFiles.AsNoTracking().Where(f => f.Office == office && stored.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => new ErmsId(f.Value, f.Source), cancel);
        return all.ToDictionary(p => p.Id, p => p.StoredFile is { } file ? known[file] : AgendaThings.Ours(p.Id));
    }

    private static XElement? Rule(PlanTree plan, CaseFile file) => New("SkartacniRezim", New("SkartacniZnak", file.RetentionMark), New("SkartacniLhuta", file.RetentionYears),
        New("SpousteciUdalost", plan.RuleUnder(file.FilingMark)?.TriggerEvent ?? "uzavření spisu"));

    private static XElement? Crossing(string name, IEnumerable<CrossReference> references, IReadOnlyDictionary<Guid, ErmsId> names) =>
        references.Select(r => r.ToFile is { } file ? New("SpisId", names[file].Xml()) : New("DokumentId", names[r.ToDocument!.Value].Xml())).ToList() is { Count: > 0 } all ? New(name, all) : null;

    private static XElement InOrder(XElement element, string names)
    {
        var order = names.Split(' ');
        return new(element.Name, element.Elements().OrderBy(e => Array.IndexOf(order, e.Name.LocalName)));
    }
}
