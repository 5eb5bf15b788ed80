using Microsoft.Extensions.DependencyInjection;
using Virtuos.Directory.Municipalities;
using Virtuos.Directory.Offices;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Demo;

namespace Virtuos.Directory.Demo;

/// <summary>Imports the municipalities of the country and opens three offices around Chomutov with invented people.</summary>
internal sealed class DirectoryDemo(Installation installation) : IDemo
{
    public async Task Seed(IServiceProvider services, DemoProgress progress, CancellationToken cancel)
    {
        await using (var scope = Scope(services))
        {
            await using var csv = File.OpenRead(Path.Combine(installation.Data, "municipalities.csv"));
            var report = (await scope.ServiceProvider.GetRequiredService<ImportMunicipalities>().Run(new(csv, MunicipalityRegister.SourceDate), cancel)).Value;
            progress.Say($"Directory: {report.Added + report.Changed + report.Unchanged} municipalities");
        }
        foreach (var office in DatedLaw.Read<List<OfficeYaml>>("offices.yaml", "Demo"))
        {
            await using var scope = Scope(services);
            var opened = (await scope.ServiceProvider.GetRequiredService<OpenOffice>().Run(office.ToInput(), cancel)).Value;
            progress.Say($"Directory: {opened.Name}, {office.People.Count} officials");
        }
    }

    private static AsyncServiceScope Scope(IServiceProvider services)
    {
        var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem("demo");
        return scope;
    }

    private sealed class OfficeYaml
    {
        public string Municipality { get; set; } = "";

        public string Name { get; set; } = "";

        public string Mail { get; set; } = "";

        public string Phone { get; set; } = "";

        public string Box { get; set; } = "";

        public string? Media { get; set; }

        public string? Colour { get; set; }

        public List<PersonYaml> People { get; set; } = [];

        public OpenOfficeInput ToInput() => new(Municipality)
        {
            Name = Name,
            Phone = Phone,
            BoxId = Box,
            Media = Media,
            PrimaryColour = Colour,
            MailDomain = Mail,
            People = [.. People.Select((p, i) => new Appointee(p.Position, p.Name, $"{CzechName.Words(p.Name).Replace(' ', '.')}@{Mail}", $"{Phone[..^2]}{i + 1:00}", p.Title, DirectoryModule.DemoPassword))],
        };
    }

    private sealed class PersonYaml
    {
        public string Position { get; set; } = "";

        public string Name { get; set; } = "";

        public string? Title { get; set; }
    }
}
