using System.Xml.Linq;
using Virtuos.Kernel;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>Operations over type files.</summary>
internal static class TypeFileOperations
{
    public static async Task<XElement> Found(ErmsCall call)
    {
        await BatchOperations.Before(call);
        var profile = call.Body.Part("ProfilTypovehoSpisu")!;
        var id = await call.Do<FoundTypeFile, FoundTypeFileInput, Guid>(new(call.Own(profile.Id()), Digest(profile), DocumentOperations.Matter(profile), DocumentOperations.FilingMark(profile)));
        return await Answer(call, "TypovySpisZalozeni", id);
    }

    public static async Task<XElement> Profile(ErmsCall call)
    {
        var found = await call.Get<AgendaThings>().TypeFile(call.Body.Id("TypovySpisId"), call.Cancel) ?? throw call.Refused(Refusal.NotFound("records.erms.no-type-file"));
        return await Answer(call, "ProfilTypovehoSpisuZadost", found.Id);
    }

    private static async Task<XElement> Answer(ErmsCall call, string operation, Guid id)
    {
        var view = await call.Do<ReadTypeFile, Guid, TypeFileView>(id);
        var names = await call.Get<AgendaThings>().Names([id, .. view.Sections.SelectMany(s => s.Volumes).SelectMany(v => v.Files).Select(f => f.Id)], call.Cancel);
        var (file, owner) = (view.File, view.File.Holder ?? view.File.Unit);
        return ErmsOperation.Answer(operation, New("ProfilTypovehoSpisu", names[id].Xml(), New("DatumCasVytvoreni", Write(file.OpenedAt)),
            Basics(file.FilingMark, file.Name),
            New("Soucasti", view.Sections.Select(s => Section(s, names, owner, file.ClosedAt))),
            New("VlastniKdo", owner), New("StavTypovehoSpisu", file.ClosedAt is null ? "otevren" : "uzavren"), file.ClosedAt is { } closed ? New("DatumCasUzavreni", Write(closed)) : null));
    }

    private static XElement Section(SectionView view, IReadOnlyDictionary<Guid, ErmsId> names, Guid owner, DateTimeOffset? closedAt) => New("Soucast",
        AgendaThings.Ours(view.Section.Id).Xml(), New("DatumCasVytvoreni", Write(view.Section.OpenedAt)), Basics(view.Section.Mark, view.Section.Name),
        New("Dily", view.Volumes.Select(v => New("Dil", AgendaThings.Ours(v.Volume.Id).Xml(), New("Stav", v.Volume.ClosedAt is null ? "otevren" : "uzavren"), New("DatumCasOtevreni", Write(v.Volume.OpenedAt)),
            v.Volume.ClosedAt is { } at ? New("DatumCasUzavreni", Write(at)) : null, New("VlastniKdo", owner),
            New("SpisyVlozene", v.Files.Select((f, i) => New("SpisVlozeny", New("PoradiVDiluTypovehoSpisu", v.Files.Count - i), New("SpisId", names[f.Id].Xml()), New("StavZarazeniDoTypovehoSpisu", "Vlozen"), New("DatumCasVlozeni", Write(f.OpenedAt)))))))),
        New("Stav", closedAt is null ? "otevren" : "uzavren"), closedAt is { } closed ? New("DatumCasUzavreni", Write(closed)) : null, New("VlastniKdo", owner));

    /// <summary>Type files have no mark of their own here: that of their group and their name stand for it.</summary>
    public static object?[] Basics(string mark, string name) => [New("VecnaSkupina", new ErmsId(Cut(mark, 40), Code).Xml()), New("SpisovaZnacka", Cut($"{mark} {name}", 50)), New("Nazev", Cut(name, 100))];
}
