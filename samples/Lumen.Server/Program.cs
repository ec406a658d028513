using Lumen.Server;
using Microsoft.Extensions.Options;

if (args is ["--health", ..])
{
    return await HealthProbe.RunAsync();
}

try
{
    await LumenServer.RunAsync(args);
    return 0;
}
catch (OptionsValidationException exception)
{
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, exception.Failures));
    return 1;
}
