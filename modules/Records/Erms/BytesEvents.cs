using Virtuos.Kernel;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>Events of files with bytes (Soubor…).</summary>
internal static class BytesEvents
{
    public static Task Stored(ErmsCall call) => Store(call, "ZalozeniSouboru", newVersion: false);

    public static Task Renewed(ErmsCall call) => Store(call, "NovaVerzeSouboru", newVersion: true);

    public static Task Forgotten(ErmsCall call) => call.Do<ForgetBytes, ErmsId, Done>(call.Own(call.Body.Part("ZruseniSouboru")!.Id("Soubor")));

    public static async Task Attached(ErmsCall call)
    {
        var attached = call.Body.Part("DokumentZaevidovaniSouboru")!;
        var document = await call.Document(attached.Id("IdDokument"));
        var link = attached.Part("Soubor")!;
        await call.Do<AttachFile, AttachFileInput, Done>(new(document, new(link.Id(), link.Attribute("dmFileMetaType")!.Value)));
    }

    private static async Task Store(ErmsCall call, string part, bool newVersion)
    {
        if (call.Body.Part(part)!.Part("Soubor") is not { } file) throw new ErmsFaultException(ErmsStatus.Unsupported, "Obsah souboru posílejte ve zprávě; odkazy na soubory nestahujeme.");
        await call.Do<KeepBytes, KeepBytesInput, Done>(new(call.Own(file.Id()), file.Attribute("dmFileDescr")!.Value, file.Attribute("dmMimeType")!.Value,
            file.Part("dmEncodedContent")!.Annotation<ErmsContent>()!, file.Attribute("dmFinalniVerze")?.Value == "A", newVersion));
    }
}
