from essaim.workshops.formats.world_cafe import WORLD_CAFE

FORMATS = {chosen.key: chosen for chosen in (WORLD_CAFE,)}
