using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Demo;
using Virtuos.Kernel.Jobs;

namespace Virtuos.Mailroom;

/// <summary>What data boxes need, in both directions.</summary>
internal static class BoxServices
{
    public static void Add(IServiceCollection services, string module)
    {
        services.AddSingleton<BoxKeys>().AddSingleton<IsdsLine>().AddSingleton<IsdsClient>().AddSingleton<IsdsSending>();
        services.AddScoped<BoxLines>().AddScoped<FetchMessage>().AddScoped<IDataBoxes, DataBoxAnswers>();
        services.AddScoped<SetDataBox>().AddScoped<TryDataBox>().AddScoped<ReadDataBoxes>().AddScoped<RetryBoxLetter>().AddScoped<ReadAllBoxes>();
        services.AddDemo<DataBoxDemo>();
        services.AddJob<FetchBoxes>().AddJob<SendBoxLetters>().AddJob<WatchBoxLetters>().AddJob<WarnOfBoxExpiry>();
        services.AddBlobCitation(module, "select zfo ->> 'Blob' from mailroom.box_message where zfo is not null");
        services.AddBlobCitation(module, "select proof ->> 'Blob' from mailroom.box_message where proof is not null");
        services.AddBlobCitation(module, "select p ->> 'Blob' from mailroom.box_letter, jsonb_array_elements(content) p");
        services.AddBlobCitation(module, "select proof ->> 'Blob' from mailroom.box_letter where proof is not null");
    }
}
