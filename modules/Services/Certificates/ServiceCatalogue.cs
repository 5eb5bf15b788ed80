using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Certificates;

/// <summary>The act that a form does, by the catalogue of services.</summary>
/// <param name="Delegated">The service is done in delegated powers of the state.</param>
internal sealed record ListedAct(string Form, string Act, string Service, string? ServiceName, string Agenda, string? AgendaName, bool Delegated);

/// <summary>The catalogue that holds on a day.</summary>
/// <param name="Unlisted">What stands for a form that is not listed.</param>
internal sealed record CatalogueOfDay(DateOnly From, CodedName System, IReadOnlyDictionary<string, CodedName> Ways, ListedAct Unlisted, IReadOnlyDictionary<string, ListedAct> Forms)
{
    public ListedAct Of(FormDefinition form) => Forms.GetValueOrDefault(form.Slug, Unlisted);

    public DigitalAct Act(FormDefinition form, string way)
    {
        var listed = Of(form);
        return new(new(listed.Act, form.Title.Cs), new(listed.Service, listed.ServiceName ?? form.Title.Cs), new(listed.Agenda, listed.AgendaName ?? form.Title.Cs), Ways[way]);
    }
}

/// <summary>Codes of acts and services as dated data: <c>Law/service-catalogue.yaml</c>, or the installation's own file of that name in <c>var/limits</c>.</summary>
internal sealed class ServiceCatalogue
{
    private readonly IReadOnlyList<CatalogueOfDay> all;

    /// <exception cref="TextFileException">The file has mistakes.</exception>
    public ServiceCatalogue(Installation installation)
    {
        var own = Path.Combine(installation.Var, "limits", "service-catalogue.yaml");
        all = File.Exists(own) ? Read(own, File.ReadAllText(own)) : Shipped();
    }

    public CatalogueOfDay On(DateTimeOffset moment)
    {
        var day = Prague.Day(moment);
        return all.Where(c => c.From <= day).MaxBy(c => c.From) ?? all[0];
    }

    private static IReadOnlyList<CatalogueOfDay> Shipped()
    {
        using var reader = new StreamReader(typeof(ServiceCatalogue).Assembly.GetManifestResourceStream("Virtuos.Services.Law.service-catalogue.yaml")!);
        return Read("Law/service-catalogue.yaml", reader.ReadToEnd());
    }

    private static IReadOnlyList<CatalogueOfDay> Read(string file, string text)
    {
        var problems = new YamlProblems(file);
        var read = YamlPart.ReadList(text, problems).Select(OfDay).ToList();
        problems.ThrowIfAny();
        return read;
    }

    private static CatalogueOfDay OfDay(YamlPart part)
    {
        var ways = part.Find("ways");
        var named = Identification.Ways.ToDictionary(w => w, w => ways?.Find(w) is { } way ? Coded(way) : part.Lacks($"ways: {w}", new CodedName("", "")));
        ways?.NothingElse();
        var read = new CatalogueOfDay(part.Date("from") ?? part.Lacks("from", DateOnly.MinValue), part.Find("system") is { } system ? Coded(system) : part.Lacks("system", new CodedName("", "")), named,
            part.Find("unlisted") is { } unlisted ? Listed(unlisted, "") : part.Lacks("unlisted", new ListedAct("", "", "", null, "", null, false)), part.Items("forms").Select(f => Listed(f, f.Text("form"))).ToDictionary(f => f.Form, StringComparer.Ordinal));
        part.NothingElse();
        return read;
    }

    private static CodedName Coded(YamlPart part)
    {
        var read = new CodedName(part.Text("code"), part.Text("name"));
        part.NothingElse();
        return read;
    }

    private static ListedAct Listed(YamlPart part, string form)
    {
        var read = new ListedAct(form, part.Text("act"), part.Text("service"), part.OptionalText("service-name"), part.Text("agenda"), part.OptionalText("agenda-name"), part.Flag("delegated"));
        part.NothingElse();
        return read;
    }
}
